from dashboards import plot


def test_words_that_would_touch_are_thinned_and_the_last_one_and_the_tallest_stay() -> None:
    labels = [f"{n}月" for n in range(1, 13)]

    drawn = plot.columns(labels, [1.0] * 12, labels)
    assert drawn["layout"]["xaxis"]["tickvals"] == ["2月", "4月", "6月", "8月", "10月", "12月"]  # type: ignore[index]
    told = plot.columns(labels, [9.0, *[1.0] * 11], labels)["data"][0]["text"]  # type: ignore[index]
    assert told == ["1月", "", "", "4月", "", "6月", "", "8月", "", "10月", "", "12月"]
    assert drawn["data"][0]["text"][-3:] == ["10月", "", "12月"]  # type: ignore[index]
