import numpy as np
import pytest

from hingecheck.core.measures.view_errors import doubts_of_view
from hingecheck.core.tracking.uncertainty import all_wider
from hingecheck.core.types import Series, Unavailable, View

MEASURES = {
    "hip_hinge_deg": Series(np.array([40.0]), np.array([4.0]), "deg"),
    "trunk_inclination_deg": Series(np.array([30.0]), np.array([4.0]), "deg"),
    "neck_extension_deg": Series(np.array([5.0]), np.array([4.0]), "deg"),
    "lumbar_flexion_deg": Series(np.array([20.0]), np.array([4.0]), "deg"),
    "pelvis_drop_deg": Unavailable("both legs work"),
}


@pytest.mark.parametrize("turned", [1.0, -1.0])
@pytest.mark.parametrize(
    ("azimuth_deg", "larger"),
    [
        (10.0, {"trunk_inclination_deg"}),
        (52.0, {"lumbar_flexion_deg"}),
        (90.0, set()),
        (128.0, {"lumbar_flexion_deg"}),
        (170.0, {"neck_extension_deg"}),
    ],
)
def test_errors_are_larger_where_the_lab_says_so_and_values_stay(azimuth_deg: float, larger: set[str], turned: float):
    seen = all_wider(MEASURES, doubts_of_view(View(turned * azimuth_deg, 5.0, "left")))
    assert {name for name, one in seen.items() if isinstance(one, Series) and one.sigma[0] > 4.0} == larger
    assert all(seen[name].value == one.value for name, one in MEASURES.items() if isinstance(one, Series))
    assert seen["pelvis_drop_deg"] is MEASURES["pelvis_drop_deg"]
