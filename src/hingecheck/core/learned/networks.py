"""The four learned networks: which quantities each estimates, and where its weights come from. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..tracking.view import FRONTAL_SECTORS
from .network import Network

#: Joint angles, in the order in which the networks give them.
JOINT_MEASURES = (
    "trunk_inclination_deg",
    "hip_hinge_deg",
    "knee_flexion_deg",
    "shank_inclination_deg",
    "neck_extension_deg",
)
#: "near" is the leg towards the camera, "working" the one that hinges: the stance leg where one leg works, whatever
#: the tracker calls it, else the near one.
LEGS = ("near", "far", "working")
#: And where the camera stands: its azimuth with the near side taken as the left one, so that 90 is a side view.
JOINT_QUANTITIES = (*(f"{name}.{leg}" for leg in LEGS for name in JOINT_MEASURES), "azimuth_deg")
#: Flexion of the low back, and forward tilt of the pelvis.
SPINE_QUANTITIES = ("lumbar_flexion_deg", "pelvis_tilt_deg")
#: Turn and drop of the pelvis, positive opening towards, and lower on, the near side; and which leg works:
#: +`WORKING_LEG_DEG` the near one, minus that the far one, 0 both.
PELVIS_QUANTITIES = ("pelvis_rotation_deg", "pelvis_drop_deg", "working_leg")
WORKING_LEG_DEG = 30.0
#: Feet and load: the near ankle over and ahead of the far one, the hands ahead of the mid-foot, in hundredths of a
#: leg length; and whether the free foot of a one-legged lift rests: `SURE_DEG` in a kickstand, 0 on one leg.
STANCE_QUANTITIES = (
    "foot_above",
    "foot_ahead",
    "load_ahead",
    "kickstand",
)
HUNDREDTHS = 100.0
SURE_DEG = 30.0
QUANTITIES = {
    "joints": JOINT_QUANTITIES,
    "spine": SPINE_QUANTITIES,
    "pelvis": PELVIS_QUANTITIES,
    "stance": STANCE_QUANTITIES,
}


def weights_key(name: str, sector: int) -> str:
    """The name under which a network of `QUANTITIES` is kept that is refined for a sector of view."""
    return f"{name}.before" if sector in FRONTAL_SECTORS else name


@dataclass(frozen=True, slots=True)
class Learned:
    """Networks fitted by ``hingecheck lab fit``, some of them refined by ``hingecheck lab refine``."""

    name: str
    sha256: str
    joints: Network  #: gives `JOINT_QUANTITIES`
    spine: Network  #: gives `SPINE_QUANTITIES`
    pelvis: Network  #: gives `PELVIS_QUANTITIES`
    stance: Network  #: gives `STANCE_QUANTITIES`
    #: by a network's name, what is asked in its place where the camera stands before the lifter, straight or at 45°
    before: Mapping[str, Network] = field(default_factory=dict)

    def network_for(self, name: str, sector: int) -> Network:
        """The network of that name for a camera in `sector` of `view.sector_of`."""
        general: Network = getattr(self, name)
        return self.before.get(name, general) if sector in FRONTAL_SECTORS else general

    def networks(self) -> dict[str, Network]:
        """All of them by the name they are kept under: ``"pelvis"``, and ``"pelvis.before"`` where it is refined."""
        general: dict[str, Network] = {name: getattr(self, name) for name in QUANTITIES}
        return general | {weights_key(name, FRONTAL_SECTORS[0]): network for name, network in self.before.items()}
