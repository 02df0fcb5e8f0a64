namespace Pando.Cli.Output;

/// <summary>Colours where they are wanted; else the text as it is.</summary>
internal sealed class Colours(bool wanted)
{
    public bool AreWanted => wanted;

    public string Good(string text) => In("32", text);

    public string Warning(string text) => In("33", text);

    public string Bad(string text) => In("31", text);

    public string Hint(string text) => In("36", text);

    public string Faint(string text) => In("2", text);

    public string Bold(string text) => In("1", text);

    private string In(string code, string text) => wanted ? $"\e[{code}m{text}\e[0m" : text;
}
