/// Small pictures of 19×13 pixels, and the SHA-256 of what Pillow 13.0.0 decodes them to.
package enum PictureFixtures {
    package static let jpegTurned = decode(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAYEBQYFBAYGBQYH\
        BwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYa\
        KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAANABMDASIAAhEBAxEB/8QA\
        HwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
        kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG\
        h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA\
        HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI\
        FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOE\
        hYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oA\
        DAMBAAIRAxEAPwDyDSPCW/b+7/Su00zwYiqGkQKvuK9E8OaJbNtyP0rq9I0a2kDTSDcQM4x6dq8+ji6aoQnOPNKd7X2SVrt9\
        eq06nm5BxRUulc8uTwnAFGIXYY6haK9xi0qNo1IYLx0CCiuB5rSlqofdGNvxlf79T9LjxNUstT//2Q==
        """)
    package static let jpegMirroredLittleEndian = decode(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAASUkqAAgAAAABABIBAwABAAAAAgAAAAAAAAD/2wBDAAoHBwgHBgoICAgL\
        CgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIo\
        Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAANABMDASIAAhEBAxEB/8QA\
        HwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
        kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG\
        h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA\
        HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI\
        FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOE\
        hYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oA\
        DAMBAAIRAxEAPwDhrLw/ux8n6Vv2nhtQoLKAPeup0vTIDj/Ctqy02FwZH5IGcYrkp14KlGUo3cr+mm//AAxxZXnM77nHL4fi\
        CjETH3Aor0RLBCgIIHHQKKK5PrsHqo/+Sr/5I+1WcTtuf//Z
        """)
    package static let jpegProgressive = decode(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwg\
        IyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo\
        KCgoKCgoKCgoKCgoKCj/wgARCAANABMDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABgAF/8QAFQEBAQAAAAAAAAAA\
        AAAAAAAABAb/2gAMAwEAAhADEAAAAR+0i1jmLTmPS//EABoQAAIDAQEAAAAAAAAAAAAAAAADAQIEERT/2gAIAQEAAQUCVkF4\
        zyQZ01FJrJCo5//EABgRAAMBAQAAAAAAAAAAAAAAAAACBQEE/9oACAEDAQE/AeCoxlNj/8QAHREBAAIABwAAAAAAAAAAAAAA\
        AQACAxESFEGh0f/aAAgBAgEBPwGmLXQKZrN1V46PZ//EABkQAAIDAQAAAAAAAAAAAAAAAAAQARExIf/aAAgBAQAGPwLDpiuV\
        /8QAGRAAAwEBAQAAAAAAAAAAAAAAAAERIYEx/9oACAEBAAE/IbQLSqRCj7fB6FjYYTZw/9oADAMBAAIAAwAAABDjP//EABcR\
        AAMBAAAAAAAAAAAAAAAAAAABESH/2gAIAQMBAT8QsSpAtP/EABsRAAICAwEAAAAAAAAAAAAAAAERIUEAMZGh/9oACAECAQE/\
        EAp8U9ABMm7EXhnDlHrdnP/EAB0QAQACAgIDAAAAAAAAAAAAAAEAESExQVFhoeH/2gAIAQEAAT8Q+chwPkIUUKtkZ4eocCwX\
        VdcRwBhoM//Z
        """)
    package static let jpegGray = decode(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwg\
        IyYnKSopGR8tMC0oMCUoKSj/wAALCAANABMBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgED\
        AwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RF\
        RkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJ\
        ytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APINI8Jb9v7v9K7TTPBiKoaRAq+4reTwnAFGIXYY6ha6\
        bw5ols23I/Sur0jRraQNNINxAzjHp2roItKjaNSGC8dAgr//2Q==
        """)
    package static let jpegCMYK = decode(
        """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMm\
        JykqKRkfLTAtKDAlKCko/8AAFAgADQATBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//E\
        ALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2\
        Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrC\
        w8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwDxHwJ/yzry3/hXX/TH9K8F8H+G\
        f7Z2fJu3e1fVNfRfgT/lnR/wrr/pj+let2vwj0ew0r+0vEM1tY2QyPMnIG9tpbao6sxCnCqCTjgGivarL/j1i+lH/Cuv+mP6\
        VVutA8AwTmO20jW9RiABW5trJFjfIB4Ejo3GccqOQcZGDRXwV4E/5Z19cf8ACK2Pp+lav7NmkW9/9l84dcdqK+i/An/LOj/h\
        FbH0/SrvhOJfE8Or+NPE3+nXdpZS3S2y/u40jiRnWGPrsXgjuckk5JJJXtVl/wAesX0o/wCEVsfT9KsWmteItQtIbq31W20+\
        ORFxbW2nQtGmBjgyB35xnljyTjAwKK//2Q==
        """)
    package static let webpLossy = decode(
        """
        UklGRr4AAABXRUJQVlA4ILIAAAAQBQCdASoTAA0ALk02m02hJCQkBABMS2AE6ZQjub0neAjAEqkfsBYAA3zoSzxbvvFwAP7+\
        qGu2QZDyVUcmjidmYO6snDSEFB47P8+7DM5bzpJfVwBjRdvv1HpQtgv+jKwsIQKADw9f9IB2PK7XM0+tT+vaa8jGtAvwvu6I\
        0PlAV1UJKugDL43wyUo3/xuA+fXip1/xdEn/y/1s8yo7qsf+hRr/oS69nGBhNRu4c4kaLwAA
        """)
    package static let webpLossless = decode(
        """
        UklGRmYAAABXRUJQVlA4TFkAAAAvEgADALkyRPQ/duWP6H9AQdtGjjk8f7S3fgGYBjaRJKsW9KomehHlTwAJYP4KfkwAQrFx\
        ATZ+BTVCAfANsEADgBYSyBA7KDzkDRQJclyFxEOKAf6qxLEBAAA=
        """)
    package static let webpAlpha = decode(
        """
        UklGRnABAABXRUJQVlA4WAoAAAAYAAAAEgAADAAAQUxQSHIAAAANcBvbtqq8bPMy3N2lCSf8MU4D7tYAsUsLtEB371sJETEB\
        RWEnNlqTFpzKwYyEgYKJeBXVA2eDnAaQYgPEdOIa4GEDDvgqsgqkOgALCClqagyxPoR4Gng6UFlA44JPgHOAWtnj5kf7KlBT\
        G2ILQhN8/F1WUDggtgAAADAGAJ0BKhMADQAuTTabTaEkJCQEAExLYATplCO5vJfxVqQOoBFgG8e/sr+s3swXYAN86FrvfyP4\
        J6AA/v6oa7ZBkPJVRyaOJ2Zg7qycNIQUHjs+ULF5xoJwR4ffeErCOS0fHInoab/oykn7dIP023fOoKyyV6517TXbiYyCLUkT\
        CTzPAuGuH9p7zeKcl/VXg9X/A/y5Rrf+L/0peZ/pqg9jX7cdv/BFb/o2z/CQV4inrlCuDRQARVhJRhoAAABNTQAqAAAACAAB\
        ARIAAwAAAAEABgAAAAAAAA==
        """)
    package static let webpAnimated = decode(
        """
        UklGRiwGAABXRUJQVlA4WAoAAAASAAAAEgAADAAAQU5JTQYAAAAAAAAAAABBTk1G/AIAAAAAAAAAABIAAAwAAAAAAAJWUDhM\
        4wIAAC8SAAMQrwe1tvawjXcQLdYOosWiwaLBosaiwqLCoj82/bDpt8Nbo10Bam3bqp3XwLaB3cC2gWMDxwaODVz7yaJFG7Kf\
        bMiivQ28BkL2NfAacAhJkiBlxLO0TMu0zMiswzMcC8O2bcPGaDvdsv7/r1Rb6iZhuMO5+P3fDicl5IS3RMLGQGvxrdsntzIg\
        9eZOQkG6SExGvYkALBysgzsBEQsEgTfuUsGfP+AC/7/zFvAZvVe/vk8nCWCsW0h8J1fjzuRgM5CAdG/TPAlDo8QA8rwmu3yP\
        RhJGxwZQolzcCQAQ6+G9dJOYKMgHyQxWtPkmuRNDrXPCPAlggrG+tzAc9JO7SRy8KdlIWrm50W4ggfMWrYlFnd9tB9Iukt8Z\
        T9GmxySIiQ2MjG3sJBMYACAEPW8z7s58206LViftdkhkbetmk9A8MfGMR8md2+YtO20QG3RYVWuj3NwB5CCiTlZ3k9CQmrfc\
        TQQkEAwZVVu6yQy6tZq/B1DQG3ebAOwstRq9F8aZJdf3HY32M+QpWkAq78Kw0bt3BmFAEJ1tPmgDGJhAMBq/zzdJnbX57c7k\
        ZtKtTaPEpGDjMZlBq7foUBp3Ek6Ueku2te7ddpq3XLRBADZwVt0CYgAABJpcs23btm3btm3btm3btm3buCWi/0HNwcnFzcPL\
        xy8gKCQsIiomLiFJIyOvomdkae/hFxqblVNUUd/WTyuna+EekllY1ze1eHTx/AtBp6JTNvfNKO+dPbz7gVEqmXonF3fS67il\
        104ePIEpNJySqsa2HwAkDIbBZRMn3/jqXnlDWy8osrYprYxmaT37X+QmiR2b78QG0S1rr7hMdgUzj3jG2aPXyNpRXcdAxYBG\
        ZteaPZBawsg9kU3p6r9CxMAlFotP9y2ZZ/sVoUvzOY5DwymmVTVr0Pinau4GknXTjXT49J9m/g4aW8wC1HHwTavkTCpuGeE8\
        /KFfyZ66Sxq/ThC5gh22hBE4j+o/BwcAQU5NRvwCAAAAAAAAAAASAAAMAAAAAAACVlA4TOMCAAAvEgADEK8Htbb2sI13EC3W\
        DqLFosGiwaLGosKiwqI/Nv2w6bfDW6NdAWpt26qd18C2gd3AtoFjA8cGjg1c+8miRRuyn2zIor0NvAZC9jXwGnAISZIgZcSz\
        tEzLtMzIrMMzHAvDtm3Dxmg73bL+/69UW+omYbjDufj93w4nJeSEt0TCxkBr8a3bJ7cyIPXmTkJBukhMRr2JACwcrIM7AREL\
        BIE37lLBnz/gAv+/8xbwGb1Xv75PJwlgrFtIfCdX487kYDOQgHRv0zwJQ6PEAPK8Jrt8j0YSRscGUKJc3AkAEOvhvXSTmCjI\
        B8kMVrT5JrkTQ61zwjwJYIKxvrcwHPSTu0kcvCnZSFq5udFuIIHzFq2JRZ3fbQfSLpLfGU/RpsckiIkNjIxt7CQTGAAgBD1v\
        M+7OfNtOi1Yn7XZIZG3rZpPQPDHxjEfJndvmLTttEBt0WFVro9zcAeQgok5Wd5PQkJq33E0EJBAMGVVbuskMurWavwdQ0Bt3\
        mwDsLLUavRfGmSXX9x2N9jPkKVpAKu/CsNG7dwZhQBCdbT5oAxiYQDAav883SZ21+e3O5GbSrU2jxKRg4zGZQau36FAadxJO\
        lHpLtrXu3Xaat1y0QQA2cFbdAmIAAASaXLNt27Zt27Zt27Zt27Zt27glov8hKSEuJioiLCQowM/Hy8PNxclB3d9WX1GUkxUb\
        6udhb2mkpyIvQ0OFDvl9vjhanOqrK8wMcbfQlaPtLE72NlWihP3cHc72lmf4mivTkQAetseqkpw0KMBPB5O16W469K0ptrIo\
        L1tDeV7q+N8nE2XBhgy4r2st0QbE75sdiSbkX/s9aWaMjQGKwOOuKG3k69FsY7zHmQI7JqzLgQiF/9VSG6L7kQQ10F6NK3O1\
        FeZpgwPOebML4VW7J9lttw8L2k6+5t90uPRNkzXSRq7q53gQa6X+x7AzYjlO6qxE623QEboQwwaf80edD8RYCsNeiSRYjyfd\
        TWUHAA==
        """)
    package static let png = decode(
        """
        iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAYAAABLjFUnAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kA\
        AADISURBVHicrY+xCsIwFEWvKIqgFioFoVIoDSgFwS4lm1u2bm/r5tatWzf/zH9zSGJiTVPQDod385KcvMwAnLcApmCBPQDM\
        V1NgyZa7f+nJ1tEPtDo7ZJujh8q3PyALMgveW7vogCDzyMIcCAtVXdw/12XukxVA5IJMvtj9x5CMy9eiAjhwhTD5pHuNtc9H\
        vqll8U2SqhrXpvdmcDJbJuThRCjIygJIWp1dsup7slTJ0qpHY3I5OhmZbyYkLzECWK0qAdcnwDqA0QuAPTIuNm+kjAAAAABJ\
        RU5ErkJggg==
        """)

    /// Decodes base64.
    private static func decode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var bits = 0
        var count = 0
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: continue
            }
            bits = (bits << 6 | Int(value)) & 0xffff
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return result
    }

    /// Every fixture by name, with the digest of its pixels.
    package static let all: [(name: String, bytes: [UInt8], pixels: String)] = [
        (
            "jpegTurned", jpegTurned,
            "c87feed8b7bf02475586050f4be111a9d71ad088a88b9eb32caca8093976f07d"
        ),
        (
            "jpegMirroredLittleEndian", jpegMirroredLittleEndian,
            "04cdaf762498f9c2ff1559d81d3c1fe8b5be8aaf400ba80e345afa82cc5da192"
        ),
        (
            "jpegProgressive", jpegProgressive,
            "c87feed8b7bf02475586050f4be111a9d71ad088a88b9eb32caca8093976f07d"
        ),
        (
            "jpegGray", jpegGray,
            "07a1efe6aa54efaefac2ed96b3b647e3432851fd0d9d0655553dcc259de30ea8"
        ),
        (
            "jpegCMYK", jpegCMYK,
            "bccf2ae31717d2581bdb81430a12196159ddfbc56c654d085432a9064f2fc138"
        ),
        (
            "webpLossy", webpLossy,
            "09d2ff76269e0fdecfbcf3487bc6f991c02d843631c50d7da74387fcb4401ef8"
        ),
        (
            "webpLossless", webpLossless,
            "40d89d3940ba5fc71a50aeba1756719593cd7aa06d9f4f46116056f9da481c73"
        ),
        (
            "webpAlpha", webpAlpha,
            "88562dab7e97197bfd615ecc4e7039f732456354d215568d1148a35a1641b026"
        ),
        (
            "webpAnimated", webpAnimated,
            "6ed062197e481cba2dc6b75fd66526b5d51907a3282be7913845b41f314438f7"
        ),
        (
            "png", png,
            "b76dc4a69c719c376669e1777b754dbfc4fd19c2d62668d8b9e90617df57929d"
        ),
    ]
}
