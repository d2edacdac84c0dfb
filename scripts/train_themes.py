"""Train the head that tells themes by meaning, after words or example sentences of themes have changed."""

from pathlib import Path

from jisr.matching import encoder, head

TARGET = Path(__file__).resolve().parents[1] / "src/jisr/matching/data" / head.FILE


def main() -> None:
    model = encoder.load()
    if model is None:
        raise SystemExit("The sentence encoder is not installed.")
    TARGET.write_bytes(head.train(model).as_bytes())
    print(f"Wrote {TARGET.name}, {TARGET.stat().st_size // 1024} KB.")


if __name__ == "__main__":
    main()
