"""What a movement must show to be one of the lifts; where it does not, it is another movement."""

from __future__ import annotations

from .lift_row import Demand

# Limits of the demands lie between all clean sets and what is no lift. Clean: 38 real clips, 12 samples and 30 clips
# of the lab, their extremes in brackets; beside them two good mornings and a squat (real), and stick figures that
# squat, row, walk, march and press. A sigma is about a fifth of the way between both, so that neither is near.
#: Two hands that hold the load hang [0.56 … 0.81]; a bar on the shoulders -0.22 … 0.08, a goblet 0.23, rowed 0.30.
HANDS_HANG = Demand(
    "hands_below_shoulders_leg", 0.42, "at least", 0.06, "the hands do not hang below the shoulders in the bend"
)
#: … and standing too, half of the time and more [0.42 … 0.83]: in a swing or a clean both come up to the chest or
#: the shoulders.
HANDS_STAY_DOWN = Demand(
    "hands_below_shoulders_tall_leg", 0.28, "at least", 0.05, "the hands come up to the shoulders as the hips open"
)
#: With the load in one hand pose models shorten the arm [0.38 … 0.75].
A_HAND_HANGS = Demand(
    "hands_below_shoulders_leg", 0.29, "at least", 0.05, "no hand hangs below the shoulders in the bend"
)
#: The trunk leans to fold at the hips, even where the knees do most [22 … 100]; upright squats 9, walking 0 … 4.
TRUNK_LEANS = Demand("trunk_travel_deg", 14.0, "at least", 5.0, "the trunk stays where it is: the hips do not fold")
#: Nobody leans on a bench with both legs [1 … 13]; on one for back extensions by 45.
LEGS_UPRIGHT = Demand("shank_at_top_deg", 28.0, "at most", 7.0, "the legs lean where it ends")
#: Nobody sits down on the heels or lies down [0.31 … 0.95]; a push-up 0.1.
HIPS_UP = Demand("hips_over_feet_leg", 0.20, "at least", 0.05, "the hips go down to the floor")
#: Over the feet [0.1 … 0.52]; in a plank, as in a burpee, 1.3.
OVER_FEET = Demand("shoulders_past_feet_leg", 0.85, "at most", 0.12, "hands and feet are on the floor")
#: The end is standing [0.55 … 0.80], or lying with the shoulders on a bench at most [-0.32 … 0.26]; a squat seen
#: from the front 0.45, a leg press 0.44 … 0.65.
ENDS_UPRIGHT = Demand("shoulders_over_hips_leg", 0.33, "at least", 0.07, "it does not end standing")
ENDS_LYING = Demand("shoulders_over_hips_leg", 0.36, "at most", 0.05, "the trunk stays upright, it does not lie")
#: The hips rise against the shoulders [0.10 … 0.37]: in marching and in a leg press by nothing, a squat 0.02.
HIPS_RISE = Demand("hips_rise_leg", 0.055, "at least", 0.022, "the hips do not rise against the shoulders")
#: The shoulders stay on the bench or floor [-0.09 … 0.19]; in a sit-up they go 0.55 and more.
SHOULDERS_STAY = Demand("shoulders_fall_leg", 0.34, "at most", 0.07, "the shoulders do not stay down")
#: The knees open but little [6 … 32]; in a leg press by 85.
KNEES_STAY_BENT = Demand("knee_travel_deg", 55.0, "at most", 10.0, "the knees do the work")
ON_TWO_FEET = (HANDS_HANG, HANDS_STAY_DOWN, LEGS_UPRIGHT, TRUNK_LEANS, HIPS_UP, OVER_FEET, ENDS_UPRIGHT)
ON_ONE_FOOT = (A_HAND_HANGS, LEGS_UPRIGHT, TRUNK_LEANS, HIPS_UP, OVER_FEET, ENDS_UPRIGHT)
ON_THE_BACK = (ENDS_LYING, HIPS_RISE, SHOULDERS_STAY, KNEES_STAY_BENT)
