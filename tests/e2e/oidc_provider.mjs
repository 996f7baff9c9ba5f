// A real OpenID Connect provider for the tests; it shares no code with ours. `node oidc_provider.mjs PORT RETURN_ADDRESS`
// asks for nothing but the name of whoever signs in, which is the subject, and says "ready" when it listens.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [port, returnAddress] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'xiuhua', client_secret: 'a-secret-of-the-tests', redirect_uris: [returnAddress] }],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
  cookies: { keys: ['a-cookie-key-of-the-tests'] },
});

async function field(request, name) {
  let body = '';
  for await (const part of request) body += part;
  return new URLSearchParams(body).get(name);
}

async function interact(request, response) {
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<form method="post"><input name="login" autofocus><button>Sign in</button></form>');
    return;
  }
  const login = await field(request, 'login');
  const result = login ? { login: { accountId: login } } : { error: 'access_denied' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) interact(request, response);
  else answer(request, response);
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
