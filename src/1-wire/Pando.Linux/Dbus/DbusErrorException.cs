namespace Pando.Linux.Dbus;

/// <summary>A method answered with an error: its name, and its words.</summary>
internal sealed class DbusErrorException(string member, string name, string words) : IOException($"{member}: {words}")
{
    public string Name { get; } = name;

    public string Words { get; } = words;
}
