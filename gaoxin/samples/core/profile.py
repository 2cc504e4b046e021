"""Profiles of the demo (演示企业的画像): figures that fit a title and fall short of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

# Yes-or-no facts of a sound firm.
SOUND: dict[str, Any] = {
    "resident_enterprise": True, "independent_legal_person": True, "registered_province": "河南",
    "size_industry": "industry", "is_manufacturing": True, "is_listed": False,
    "controlled_by_listed_company": False, "product_prohibited": False,
    "on_bad_credit_list": False, "serious_incident_1y": False, "serious_incident_2y": False,
    "serious_incident_3y": False, "private_equity_received": False,
    "core_tech_in_field_catalogue": True, "own_or_joint_rd_institution": True,
    "ip_core_support": True, "is_new_product": False, "market_position_forward": True,
    "own_brand": True, "product_in_strategic_industry": True, "product_in_priority_field": True,
    "chain_key_link": True, "in_strategic_direction": True, "core_business_has_system": True,
    "management_or_overseas_cert": True, "management_sound": True,
    "provincial_quality_award": False, "quality_system_certified": True,
    "standards_participated": True, "leads_standard_5y": False,
    "science_award_national_rank_3y": 0, "science_award_national_rank_5y": 0,
    "science_award_provincial_rank_3y": 0, "chuangke_list_3y": 0, "domestic_market_rank": 0,
    "global_market_rank": 0, "equity_financing_2y": 0, "equity_financing_3y": 0,
}  # fmt: skip
# Revenue of last year in 万元 by title held, and R&D share in percent.
SIZES = {
    "champion": (42_000, 90_000), "little_giant": (8_000, 38_000), "specialized": (3_200, 12_000),
    "gazelle": (2_500, 20_000), "innovative": (1_100, 4_000), "tech_sme": (600, 3_000),
    "": (300, 1_500),
}  # fmt: skip
# What the next rung asks and a firm may lack: indicator -> a value a little, or far, below it.
SHORT: dict[str, dict[str, tuple[tuple[float, float], tuple[float, float]]]] = {
    "specialized": {
        "specialised_dev_score": ((52, 59.5), (42, 50)),
        "ip_class1_applied_count": ((3, 3), (1, 2)),
        "domestic_market_share": ((8, 9.8), (2, 6)), "main_business_ratio": ((84, 89.5), (62, 80)),
        "debt_ratio": ((76, 84), (90, 110)), "chain_key_link": ((0, 0), (0, 0)),
    },
    "innovative": {
        "specialised_dev_score": ((44, 49.5), (30, 42)), "niche_years": ((2, 2), (1, 1)),
        "main_business_ratio": ((71, 79), (52, 66)), "debt_ratio": ((81, 90), (95, 120)),
        "market_position_forward": ((0, 0), (0, 0)), "ip_class1_applied_count": ((0, 0), (0, 0)),
    },
}  # fmt: skip
SHORT["tech_sme"] = SHORT["innovative"]
SHORT["little_giant"] = {"global_market_rank": ((4, 6), (9, 30)),
                         "energy_limit_advanced": ((0, 0), (0, 0))}  # fmt: skip
YEARS = 4


def figures_of(rng: Random, title: str, last: int) -> dict[int, dict[str, Any]]:
    """Return the figures of four years by indicator: the last one whole, the others in short."""
    least, most = SIZES[title]
    revenue = rng.randint(least, most)
    growth = rng.uniform(21, 38) if title == "gazelle" else rng.uniform(-3, 23)
    share = rng.uniform(3.2, 7.5) if title else rng.uniform(0.5, 4)
    staff = max(12, revenue // rng.randint(55, 95))
    found: dict[int, dict[str, Any]] = {}
    for back in range(YEARS):
        found[last - back] = {
            "revenue_last_year": revenue,
            "rd_expense_last_year": round(revenue * share / 100, 2),
            "employees": staff,
            "main_business_ratio": round(rng.uniform(90.5, 97), 1),
        }
        revenue = max(100, round(revenue / (1 + growth / 100)))
        staff = max(10, round(staff / (1 + growth / 200)))
    found[last] = {**found[last], **_whole(rng, title, found[last])}
    _fall_short(rng, title, found[last])
    return found


def _whole(rng: Random, title: str, own: dict[str, Any]) -> dict[str, Any]:
    """Return last year's other figures, good enough for the title held and the next."""
    strong = title in {"specialized", "little_giant", "champion"}
    first = rng.randint(4, 9) if strong else rng.randint(1, 4)
    second = rng.randint(4, 20)
    return {
        **SOUND,
        "credit_score_third_party": rng.randint(70, 92),
        "total_assets": round(own["revenue_last_year"] * rng.uniform(0.8, 1.6)),
        "net_profit_margin": round(rng.uniform(3, 14), 1),
        "debt_ratio": round(rng.uniform(34, 68), 1),
        "net_asset_growth_3y": round(rng.uniform(2, 28), 1),
        "net_profit_cagr_2y": round(rng.uniform(-4, 30), 1),
        "rd_domestic_ratio": 100,
        "rd_cost_ratio": round(rng.uniform(4, 12), 1),
        "rd_staff_ratio": round(rng.uniform(6, 22), 1),
        "sci_tech_staff_ratio": round(rng.uniform(11, 30), 1),
        "high_tech_income_ratio": round(rng.uniform(58, 92), 1),
        "rd_institution_level": rng.choice(("none", "city", "city", "provincial")),
        "ht_conversions_per_year": rng.randint(2, 7),
        "ip_class1_high_value_count": rng.randint(0, 2),
        "ip_class1_self_developed_count": first,
        "ip_class1_count": first,
        "ip_class1_applied_count": first,
        "ip_class2_count": second,
        "ip_acquisition": "self_developed",
        "invention_patents_granted": first,
        "utility_and_software_count": second,
        "niche_years": rng.randint(4, 14),
        "domestic_market_share": round(rng.uniform(10.5, 24), 1),
        "international_market_share": round(rng.uniform(0.5, 6), 1),
        "product_field_grade": rng.choice(("other", "six_bases_or_supporting", "gap_filling")),
        "leads_standard_count": rng.randint(0, 2),
        "energy_limit_advanced": True,
        "digital_level": str(rng.randint(1, 3)),
        "specialised_dev_score": round(rng.uniform(61, 78), 1),
        "local_feature_points": rng.randint(6, 14),
    }


def _fall_short(rng: Random, title: str, values: dict[str, Any]) -> None:
    """Let most firms lack something of the next rung: a little of one or two, or much of more."""
    wants = SHORT.get(title)
    if wants is None:
        return
    kind = rng.randrange(100)
    if kind < 14:
        return
    names = [name for name in wants if not isinstance(values.get(name), bool)]
    flags = [name for name in wants if isinstance(values.get(name), bool)]
    is_near = kind < 52
    for name in rng.sample(names, min(len(names), rng.randint(1, 2) if is_near else 3)):
        low, high = wants[name][0 if is_near else 1]
        whole = isinstance(values.get(name), int)
        values[name] = rng.randint(int(low), int(high)) if whole else round(
            rng.uniform(low, high), 1)  # fmt: skip
    if not is_near:
        values.update(dict.fromkeys(flags, False))
    if kind >= 88:
        for name in ("specialised_dev_score", "domestic_market_share", "chain_key_link",
                     "niche_years", "debt_ratio"):  # fmt: skip
            values.pop(name, None)
