"""Writes a Meta Ads Manager export of N rows (default 5,000,000; about 1 GB) to a file: one row an ad and day.

    python3 benches/generate.py FILE [ROWS]
"""
import random
import sys
from datetime import date, timedelta

HEADER = ("Campaign ID,Campaign name,Ad set ID,Ad set name,Ad ID,Ad name,Day,Impressions,Reach,Link clicks,Clicks (all),"
          "Landing page views,Amount spent (EUR),Purchases,Purchases conversion value,Reporting starts,Reporting ends\n")


def main(path, rows=5_000_000, ads=4_000):
    random.seed(1)
    first = date(2023, 1, 1)
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEADER)
        for i in range(rows):
            ad, day = i % ads, (first + timedelta(days=i // ads)).isoformat()
            shown = random.randrange(50_000)
            group, campaign = ad // 8, ad // 40
            out.write(
                f'1202000000000{campaign:03d},"Campaign {campaign} | NL, prospecting",12030000000{group:04d},'
                f"Ad set {group} broad audience,12040000000{ad:05d},Ad {ad} video hook variant,{day},{shown},{shown // 2},"
                f"{shown // 60},{shown // 50},{shown // 70},{shown * 0.0051:.2f},{shown // 5000},{shown * 0.021:.2f},{day},{day}\n")


if __name__ == "__main__":
    main(sys.argv[1], *(int(n) for n in sys.argv[2:]))
