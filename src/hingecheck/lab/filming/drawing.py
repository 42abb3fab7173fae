"""Software OpenGL renderer: meshes to pictures with a shadowed light, ambient light and cloth grain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import ConfigError
from .camera import PinholeCamera
from .mesh import Mesh

Matrix = NDArray[np.float64]

SHADOW_PX = 768
#: The shadow covers a ball of this radius round the middle of the lift.
SHADOW_REACH_M = 2.4
NEAR_M, FAR_M = 0.1, 30.0

VERTEX = """
#version 330
uniform mat4 model; uniform mat4 view; uniform mat4 light_view;
in vec3 position; in vec3 normal; in vec3 colour; in vec3 texture_at;
out vec3 n; out vec3 c; out vec3 t; out vec3 world; out vec4 shade;
void main() {
  vec4 w = model * vec4(position, 1.0);
  world = w.xyz; n = mat3(model) * normal; c = colour; t = texture_at;
  shade = light_view * w; gl_Position = view * w;
}"""

FRAGMENT = """
#version 330
uniform vec3 to_light; uniform vec3 eye; uniform float shine; uniform float brightness;
uniform sampler2DShadow shadow;
in vec3 n; in vec3 c; in vec3 t; in vec3 world; in vec4 shade;
out vec4 out_colour;
float hash(vec3 p) {
  p = fract(p * 0.3183099 + 0.1) * 17.0; return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}
float noise(vec3 x) {
  vec3 i = floor(x); vec3 f = fract(x); f = f * f * (3.0 - 2.0 * f);
  vec3 u = vec3(1, 0, 0); vec3 v = vec3(0, 1, 0); vec3 w = vec3(0, 0, 1);
  float low = mix(mix(hash(i), hash(i + u), f.x), mix(hash(i + v), hash(i + u + v), f.x), f.y);
  float high = mix(mix(hash(i + w), hash(i + u + w), f.x), mix(hash(i + v + w), hash(i + u + v + w), f.x), f.y);
  return mix(low, high, f.z);
}
void main() {
  vec3 normal = normalize(n); vec3 s = shade.xyz / shade.w * 0.5 + 0.5;
  float lit = 1.0;
  if (s.x > 0.0 && s.x < 1.0 && s.y > 0.0 && s.y < 1.0) {
    float step = 1.0 / float(textureSize(shadow, 0).x); lit = 0.0;
    float bias = 0.0015 + 0.003 * (1.0 - max(dot(normal, to_light), 0.0));
    for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++)
      lit += 0.25 * texture(shadow, vec3(s.xy + (vec2(i, j) - 0.5) * 1.6 * step, s.z - bias));
  }
  float key = max(dot(normal, to_light), 0.0) * lit;
  float sky = 0.5 + 0.5 * normal.z;
  vec3 light = vec3(0.62, 0.60, 0.57) * key + mix(vec3(0.26, 0.25, 0.24), vec3(0.46, 0.48, 0.52), sky);
  float grain = 0.91 + 0.18 * noise(t * 42.0);
  vec3 half_way = normalize(to_light + normalize(eye - world));
  float gloss = shine * pow(max(dot(normal, half_way), 0.0), 24.0) * lit;
  out_colour = vec4(clamp((c * light * grain + vec3(gloss)) * brightness, 0.0, 1.0), 1.0);
}"""

SHADOW_VERTEX = """
#version 330
uniform mat4 model; uniform mat4 light_view; in vec3 position;
void main() { gl_Position = light_view * model * vec4(position, 1.0); }"""
SHADOW_FRAGMENT = "#version 330\nvoid main() {}"


@dataclass(frozen=True, slots=True)
class Light:
    """One lamp far away, and how bright the picture is."""

    azimuth_deg: float = 30.0  #: round the lifter as the camera's
    height_deg: float = 55.0
    brightness: float = 1.0

    @property
    def direction(self) -> Matrix:
        """Unit vector towards the lamp [shape=(3,)]."""
        a, h = np.radians([self.azimuth_deg, self.height_deg])
        return np.array([np.sin(a) * np.cos(h), -np.cos(a) * np.cos(h), np.sin(h)])


@dataclass(slots=True)
class _Uploaded:
    """A mesh on the drawing side."""

    moving: Any
    draw: Any
    shadow: Any
    shine: float


class Renderer:
    """Draws what was added to it; use it in a ``with`` block.

    Parameters
    ----------
    width_px, height_px : int
    samples : int
        Of each pixel, for smooth edges.

    Raises
    ------
    ConfigError
        moderngl or an EGL driver is missing.
    """

    def __init__(self, width_px: int, height_px: int, samples: int = 4) -> None:
        self._gl = gl = _context()
        self.size = (width_px, height_px)
        self._program = gl.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
        self._shadow_program = gl.program(vertex_shader=SHADOW_VERTEX, fragment_shader=SHADOW_FRAGMENT)
        self._smooth = gl.framebuffer(
            [gl.renderbuffer(self.size, 4, samples=samples)], gl.depth_renderbuffer(self.size, samples=samples)
        )
        self._flat = gl.framebuffer([gl.renderbuffer(self.size, 4)])
        self._shadow = gl.depth_texture((SHADOW_PX, SHADOW_PX))
        self._shadow.compare_func = "<="
        self._shadow_buffer = gl.framebuffer(depth_attachment=self._shadow)
        self._added: list[_Uploaded] = []

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gl.release()

    def add(self, mesh: Mesh) -> int:
        """Take a mesh; the number that comes back names it in `draw` and `update`."""
        gl = self._gl
        texture = mesh.vertices_m if mesh.texture_m is None else mesh.texture_m
        moving = gl.buffer(_interleaved(mesh))
        fixed = gl.buffer(np.concatenate([mesh.colours, texture], axis=1).astype("f4").tobytes())
        faces = gl.buffer(np.ascontiguousarray(mesh.faces, dtype="i4").tobytes())
        self._added.append(
            _Uploaded(
                moving,
                gl.vertex_array(
                    self._program,
                    [(moving, "3f 3f", "position", "normal"), (fixed, "3f 3f", "colour", "texture_at")],
                    faces,
                ),
                gl.vertex_array(self._shadow_program, [(moving, "3f 12x", "position")], faces),
                mesh.shine,
            )
        )
        return len(self._added) - 1

    def update(self, number: int, mesh: Mesh) -> None:
        """Give an added mesh new vertices and normals."""
        self._added[number].moving.write(_interleaved(mesh))

    def draw(
        self, room: Sequence[int], things: Sequence[tuple[int, Matrix]], camera: PinholeCamera, light: Light
    ) -> NDArray[np.uint8]:
        """Draw added meshes.

        Parameters
        ----------
        room : sequence of int
            What is drawn where it was made and casts no shadow.
        things : sequence of (number, array [shape=(4, 4)])
            Which mesh, and where it is: column vectors, world metres.
        camera : Camera
        light : Light

        Returns
        -------
        array of uint8 [shape=(height, width, 3)]
        """
        gl, moderngl = self._gl, _moderngl()
        light_view = _light_view(light)
        self._shadow_buffer.use()
        self._shadow_buffer.clear()
        gl.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        _set(self._shadow_program, light_view=light_view)
        for number, model in things:
            _set(self._shadow_program, model=model)
            self._added[number].shadow.render()
        self._smooth.use()
        self._smooth.clear(0.5, 0.5, 0.5, 1.0)
        gl.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._shadow.use(0)
        _set(self._program, view=view_matrix(camera), light_view=light_view)
        self._program["to_light"].value = tuple(light.direction)
        self._program["eye"].value = tuple(camera.position_m)
        self._program["brightness"].value = light.brightness
        for number, model in [(number, np.eye(4)) for number in room] + list(things):
            _set(self._program, model=model)
            self._program["shine"].value = self._added[number].shine
            self._added[number].draw.render()
        gl.copy_framebuffer(self._flat, self._smooth)
        width, height = self.size
        pixels = np.frombuffer(self._flat.read(components=3, alignment=1), dtype=np.uint8)
        return np.ascontiguousarray(pixels.reshape(height, width, 3)[::-1])


def placement_matrix(place_m: Matrix, turn: Matrix | None = None) -> Matrix:
    """Matrix that turns a mesh and puts its origin at a place [shape=(4, 4)]."""
    out = np.eye(4)
    out[:3, 3] = place_m
    if turn is not None:
        out[:3, :3] = turn
    return out


def view_matrix(camera: PinholeCamera) -> Matrix:
    """World to clip space, agreeing with `Camera.project` [shape=(4, 4)]."""
    turn = camera.rotation
    seen = np.eye(4)
    seen[:3, :3] = turn
    seen[:3, 3] = -turn @ camera.position_m
    lens = np.zeros((4, 4))
    lens[0, 0] = 2.0 * camera.focal_px / camera.width_px
    lens[1, 1] = -2.0 * camera.focal_px / camera.height_px
    lens[2, 2] = (FAR_M + NEAR_M) / (FAR_M - NEAR_M)
    lens[2, 3] = -2.0 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
    lens[3, 2] = 1.0
    return np.asarray(lens @ seen)


def _light_view(light: Light) -> Matrix:
    """World to the lamp's picture, for the shadow."""
    z = light.direction
    x = np.cross([0.0, 0.0, 1.0], z)
    x /= np.linalg.norm(x)
    turn = np.stack([x, np.cross(z, x), -z])
    out = np.eye(4)
    out[:3, :3] = turn / SHADOW_REACH_M
    out[:3, 3] = -turn @ np.array([0.0, 0.0, 0.8]) / SHADOW_REACH_M
    out[2] /= 2.0
    return out


def _set(program: Any, **matrices: Matrix) -> None:
    for name, matrix in matrices.items():
        program[name].write(np.ascontiguousarray(matrix.T, dtype="f4").tobytes())


def _interleaved(mesh: Mesh) -> bytes:
    return np.concatenate([mesh.vertices_m, mesh.normals], axis=1).astype("f4").tobytes()


def _moderngl() -> Any:
    import moderngl

    return moderngl


def _context() -> Any:
    try:
        return _moderngl().create_context(standalone=True, backend="egl")
    except ImportError as error:
        raise ConfigError("drawing needs moderngl: pip install --group lab.") from error
    except Exception as error:  # moderngl raises bare Exception for every driver trouble
        raise ConfigError(
            f"OpenGL cannot start here ({error}). On Debian or Ubuntu: apt install libegl1 libgl1-mesa-dri."
        ) from error
