namespace BotStudio.Tests.Screenshots;

/// <summary>People who write to the restaurant, each in their own language.</summary>
internal static class Guests
{
    private static readonly Talk English = new(
        new("Do you have something vegan?", "Yes! The tomato bruschetta and the penne all’arrabbiata are vegan. 🌱"),
        new("Can I bring my dog?", "On the terrace, with pleasure – we bring a bowl of water. 🐶"),
        new("Do you have parking?", "There is a free car park behind the house, and a bicycle stand at the door."),
        "By the window"
    );

    private static readonly Talk Ukrainian = new(
        new("А є щось веганське?", "Так! Брускета з томатами й пене арабіата – веганські. 🌱"),
        new("Можна прийти з собакою?", "На терасу – залюбки, ще й мисочку води принесемо. 🐶"),
        new("У вас є парковка?", "За будинком є безкоштовна парковка, а біля входу – місце для велосипедів."),
        "На терасі"
    );

    private static readonly Talk Russian = new(
        new("А есть что-нибудь веганское?", "Да! Брускетта с томатами и пенне арабьята – веганские. 🌱"),
        new("Можно прийти с собакой?", "На террасу – с радостью, и миску воды принесём. 🐶"),
        new("У вас есть парковка?", "За домом бесплатная парковка, а у входа – место для велосипедов."),
        "У окна"
    );

    private static readonly Talk Polish = new(
        new("Macie coś wegańskiego?", "Tak! Bruschetta z pomidorami i penne all’arrabbiata są wegańskie. 🌱"),
        new("Czy mogę przyjść z psem?", "Na taras – jak najbardziej, przyniesiemy miskę wody. 🐶"),
        new("Czy jest parking?", "Za budynkiem jest bezpłatny parking, a przy wejściu stojak na rowery."),
        "Przy oknie"
    );

    private static readonly Talk German = new(
        new("Habt ihr etwas Veganes?", "Ja! Die Tomaten-Bruschetta und die Penne all’arrabbiata sind vegan. 🌱"),
        new("Darf mein Hund mit?", "Auf die Terrasse sehr gern – einen Napf Wasser bringen wir. 🐶"),
        new("Gibt es Parkplätze?", "Hinter dem Haus parken Sie kostenlos, und Fahrräder stehen gleich an der Tür."),
        "Auf der Terrasse"
    );

    /// <summary>In the order in which they come; the last one is the first in every list.</summary>
    public static readonly IReadOnlyList<Guest> All =
    [
        new("Piotr", "Zieliński", "pl", Polish),
        new("Тарас", "Мельник", "uk", Ukrainian),
        new("Lena", "Hoffmann", "de", German),
        new("James", "Whitfield", "en", English),
        new("Михаил", "Орлов", "ru", Russian),
        new("Zofia", "Nowak", "pl", Polish),
        new("Марія", "Шевчук", "uk", Ukrainian),
        new("Jonas", "Brandt", "de", German),
        new("Ольга", "Белова", "ru", Russian),
        new("Anna", "Wójcik", "pl", Polish),
        new("Priya", "Raman", "en", English),
        new("Анна", "Соколова", "ru", Russian),
        new("Оксана", "Коваль", "uk", Ukrainian),
        new("Klara", "Winter", "de", German),
        new("Sofia", "Moretti", "en", English),
    ];

    public static readonly Guest Nora = new("Nora", "Fletcher", "en", English);
    public static readonly Guest Liam = new("Liam", "Byrne", "en", English);

    public static IEnumerable<Guest> Who(string language) => All.Where(guest => guest.Language == language);

    /// <summary>What the model says to a question; the same to everybody.</summary>
    public static string AnswerTo(string question) =>
        All.SelectMany(guest => guest.Talk.Lines).FirstOrDefault(line => line.Ask == question)?.Answer
        ?? "We are open daily from 11:00 to 22:00; the kitchen closes at 21:30.";
}

internal sealed record Guest(string FirstName, string LastName, string Language, Talk Talk);

/// <param name="Wish">One of the form's options, in their language.</param>
internal sealed record Talk(Line Vegan, Line Dog, Line Parking, string Wish)
{
    public IReadOnlyList<Line> Lines => [Vegan, Dog, Parking];
}

internal sealed record Line(string Ask, string Answer);
