namespace Pando.Qemu.Processors;

/// <summary>What names of models say.</summary>
public static class ModelNames
{
    /// <summary>Models that are no processor of their own: the start of every other, and whatever there is.</summary>
    private static readonly string[] NoNames = ["base", "host", "max"];

    /// <summary>Whether it is none of a processor.</summary>
    public static bool IsNone(string name) => NoNames.Contains(name);

    /// <summary>Whether it is one version of a model (<c>EPYC-v2</c>): those are the machine type's to choose, and other programs do not know them.</summary>
    public static bool IsVersion(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int mark = name.LastIndexOf("-v", StringComparison.Ordinal);
        return mark > 0 && name[(mark + 2)..] is { Length: > 0 } rest && rest.All(char.IsAsciiDigit);
    }
}
