"""Bars are as long as their figures say."""

from jisr.web.charts import lying_bars, standing_bars


def test_the_largest_bar_fills_the_drawing_and_the_others_keep_the_proportion():
    chart = lying_bars([("a", 4, ""), ("b", 1, ""), ("c", 0, "")])

    assert [bar.width for bar in chart.bars] == [360, 90, 0]
    assert chart.total == 5


def test_standing_bars_stand_on_the_same_line():
    chart = standing_bars([("2015", 2, ""), ("2016", 1, "")])

    assert {bar.y + bar.height for bar in chart.bars} == {160}


def test_no_figures_give_an_empty_chart():
    assert lying_bars([]).bars == []
    assert standing_bars([]).width == 0
