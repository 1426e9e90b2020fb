using BotStudio.Core.Ai.Models;

namespace BotStudio.Tests.Ai.Models;

/// <summary>The counts are those of OpenAI's own vocabularies, o200k_base and cl100k_base.</summary>
public sealed class TokenCountTests
{
    public static readonly TheoryData<string, int, int> Paragraphs = new()
    {
        {
            "If the customer is angry, apologise once, ask what happened, and propose a concrete next step. Do not discuss politics, religion or medicine. When somebody wants to book a service, ask for the name, the phone number and a convenient time, then confirm everything in one message.",
            57,
            57
        },
        {
            "Hydraulic brakes need less force at the lever, adjust themselves as the pads wear, and stop reliably in wet weather. Mechanical ones are cheaper and easier to repair by the road. For daily commuting we recommend hydraulic brakes with organic pads, plus a quick check every 2,000 km.",
            58,
            58
        },
        {
            "Якщо клієнт сердиться, перепроси один раз, запитай, що сталося, і запропонуй конкретний наступний крок. Не обговорюй політику, релігію чи медицину. Коли хтось хоче записатися на обслуговування, запитай ім'я, номер телефону та зручний час, а потім підтверди все одним повідомленням.",
            92,
            153
        },
        {
            "Гідравлічні гальма потребують меншого зусилля на ручці, самі підлаштовуються, коли колодки стираються, і надійно зупиняють у мокру погоду. Механічні дешевші, і їх легше полагодити в дорозі. Для щоденних поїздок радимо гідравлічні з органічними колодками та перевірку кожні 2000 км.",
            107,
            164
        },
        {
            "Если клиент сердится, извинись один раз, спроси, что случилось, и предложи конкретный следующий шаг. Не обсуждай политику, религию и медицину. Когда кто-то хочет записаться на обслуживание, спроси имя, номер телефона и удобное время, а потом подтверди всё одним сообщением.",
            71,
            118
        },
        {
            "Гидравлические тормоза требуют меньшего усилия на ручке, сами подстраиваются по мере износа колодок и надёжно останавливают в мокрую погоду. Механические дешевле, и их легче починить в дороге. Для ежедневных поездок советуем гидравлические с органическими колодками и проверку каждые 2000 км.",
            85,
            149
        },
        {
            "Jeśli klient się złości, przeproś jeden raz, zapytaj, co się stało, i zaproponuj konkretny następny krok. Nie rozmawiaj o polityce, religii ani medycynie. Gdy ktoś chce umówić się na serwis, zapytaj o imię, numer telefonu i dogodny termin, a potem potwierdź wszystko w jednej wiadomości.",
            89,
            109
        },
        {
            "Hamulce hydrauliczne wymagają mniejszej siły na dźwigni, same się regulują w miarę zużycia klocków i pewnie hamują na mokrej nawierzchni. Mechaniczne są tańsze i łatwiej je naprawić w drodze.",
            65,
            73
        },
        {
            "Ist der Kunde verärgert, entschuldige dich einmal, frage, was passiert ist, und schlage einen konkreten nächsten Schritt vor. Sprich nicht über Politik, Religion oder Medizin. Möchte jemand einen Werkstatttermin, frage nach Namen, Telefonnummer und passender Uhrzeit und bestätige dann alles in einer Nachricht.",
            66,
            79
        },
        {
            "Das tut mir leid, Michael. Ich habe im Lager nachgefragt: Das Paket ging am 12. März raus und sollte morgen vor Mittag bei Ihnen sein. Falls nicht, erstatten wir noch am selben Tag den gesamten Betrag.",
            48,
            58
        },
    };

    public static readonly TheoryData<string, int, int> OtherLanguagesAndCode = new()
    {
        { "The quick brown fox jumps over the lazy dog.", 10, 10 },
        { "| Товар | Ціна, грн | SKU |", 11, 15 },
        { "| Ланцюг KMC X11 | 1 250,00 | KMC-X11-118 |", 24, 26 },
        { "| Cassette Shimano CS-M5100 11-42T | 2 899,50 | SH-CSM5100 |", 27, 28 },
        { "{\"name\":\"Michael\",\"phone\":\"+380501234567\",\"items\":[{\"sku\":\"KMC-X11-118\",\"qty\":2}],\"total\":2500.00}", 36, 35 },
        { "https://example.com/catalog/chains?speed=11&sort=price_asc#top 😀👍🏻🚲 ❤️ — “quoted” … 50 % off!!!", 35, 40 },
        { "public sealed record Order(Guid Id, DateTimeOffset CreatedAt, decimal Total);", 16, 14 },
        { "if (order is null) { return Problem.NotFound; }", 13, 12 },
        {
            "你好！我想预订明天晚上七点的两人座位，请问还有空位吗？谢谢。我们的商店出售自行车和零配件，营业时间为周一至周五九点到十八点。",
            50,
            72
        },
        { "こんにちは。明日の午後七時に二名で予約したいのですが、空いていますか？配達には二日から五日かかります。", 34, 45 },
        { "안녕하세요! 내일 저녁 일곱 시에 두 명 예약하고 싶은데 자리가 있나요? 배송은 이틀에서 닷새 정도 걸립니다.", 35, 59 },
    };

    [Theory]
    [MemberData(nameof(Paragraphs))]
    public void A_paragraph_in_our_languages_is_estimated_within_20_percent(string text, int o200k, int cl100k)
    {
        AssertWithin(0.2, o200k, TokenCount.Estimate(text, Vocabulary.O200k));
        AssertWithin(0.2, cl100k, TokenCount.Estimate(text, Vocabulary.Cl100k));
    }

    [Theory]
    [MemberData(nameof(OtherLanguagesAndCode))]
    public void Other_languages_and_code_are_estimated_within_30_percent(string text, int o200k, int cl100k)
    {
        AssertWithin(0.3, o200k, TokenCount.Estimate(text, Vocabulary.O200k));
        AssertWithin(0.3, cl100k, TokenCount.Estimate(text, Vocabulary.Cl100k));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello", 1)]
    [InlineData("==========================", 3)]
    [InlineData("   \n\n  ", 1)]
    public void Small_things_cost_little(string text, int tokens)
    {
        Assert.Equal(tokens, TokenCount.Estimate(text, Vocabulary.O200k));
    }

    [Theory]
    [MemberData(nameof(Paragraphs))]
    [MemberData(nameof(OtherLanguagesAndCode))]
    public void The_upper_bound_holds(string text, int o200k, int cl100k)
    {
        Assert.InRange(TokenCount.AtMost(text), Math.Max(o200k, cl100k), int.MaxValue);
    }

    [Fact]
    public void Any_text_can_be_counted()
    {
        var every = new string([.. Enumerable.Range(0, 0x10000).Select(c => (char)c)]);

        Assert.InRange(TokenCount.Estimate(every, Vocabulary.O200k), 1, 200_000);
    }

    private static void AssertWithin(double share, int exact, int estimate) =>
        Assert.InRange(estimate, exact * (1 - share), exact * (1 + share));
}
