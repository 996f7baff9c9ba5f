"""The demo bureau at work: simulated people who do with the API of Xiuhua what people do with its pages."""
