using System.Diagnostics.CodeAnalysis;

namespace Pando.Model.Networks;

/// <summary>A virtual network's identity: its uuid, which survives renames.</summary>
/// <param name="Value">The uuid.</param>
public readonly record struct NetworkId(Guid Value)
{
    /// <summary>A new random (version 4) uuid.</summary>
    public static NetworkId New() => new(Guid.NewGuid());

    /// <summary>Reads the forms libvirt accepts: with or without hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NetworkId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new NetworkId(value);
        return good;
    }

    /// <summary>The uuid in its usual form: lower case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
