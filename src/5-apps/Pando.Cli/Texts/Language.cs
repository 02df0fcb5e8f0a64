namespace Pando.Cli.Texts;

/// <summary>The languages there are texts in.</summary>
internal static class Language
{
    public const string English = "en";
    public const string Vietnamese = "vi";

    /// <summary>By locale(7): LC_ALL, else LC_MESSAGES, else LANG; English for everything that isn't Vietnamese.</summary>
    public static string Of(Func<string, string?> environment)
    {
        var locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return locale?.Split('_', '.', '@')[0] is Vietnamese ? Vietnamese : English;
    }
}
