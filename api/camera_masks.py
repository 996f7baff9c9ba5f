"""`/api/v1/camera-masks`: what is painted over in pictures of cameras before they are stored."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters
from api.schemas import Problem
from dashboard.domain.camera_privacy import CameraMask
from dashboard.services.cameras.masks import CameraMasks

ROUTER = APIRouter(
    prefix="/api/v1/camera-masks",
    tags=["camera events"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        404: {"model": Problem, "description": "The camera has no mask"},
        422: {"model": Problem, "description": "It cannot be used; the detail says what to do"},
    },
)
Camera = Annotated[str, Path(description="the camera's device_ref", examples=["hikvision:0a1b2c3d4e5f/1"])]


class MaskDraft(BaseModel):
    """The polygons of a mask."""

    model_config = ConfigDict(extra="forbid")

    polygons: Annotated[
        list[Any],
        Field(description="corners [x, y] as parts (0–1) of width and height", examples=[[[[0, 0], [0.3, 0], [0, 1]]]]),
    ]


class Mask(BaseModel):
    """A mask."""

    camera: str
    polygons: list[list[list[float]]]


class Masks(BaseModel):
    """All masks."""

    items: list[Mask]


@ROUTER.get("", response_model=Masks)
async def list_masks(request: Request, actor: Actor) -> Response:
    """Every mask, by camera."""
    found = await asyncio.to_thread(_masks(request).listed, actor)
    return json_response({"items": [_shown(each) for each in found]})


@ROUTER.put("/{camera:path}", response_model=Mask)
async def set_mask(request: Request, actor: Actor, camera: Camera, draft: MaskDraft) -> Response:
    """Paints these polygons over every picture of the camera that comes from now on."""
    kept = await asyncio.to_thread(_masks(request).set, camera, draft.polygons, actor)
    return json_response(_shown(kept))


@ROUTER.delete("/{camera:path}", status_code=204, response_class=Response)
async def remove_mask(request: Request, actor: Actor, camera: Camera) -> Response:
    """Paints nothing over any more."""
    await asyncio.to_thread(_masks(request).remove, camera, actor)
    return Response(status_code=204)


def _masks(request: Request) -> CameraMasks:
    masks: CameraMasks = request.app.state.services.camera_masks
    return masks


def _shown(mask: CameraMask) -> dict[str, Any]:
    return {"camera": mask.camera, "polygons": [[list(corner) for corner in each] for each in mask.polygons]}
