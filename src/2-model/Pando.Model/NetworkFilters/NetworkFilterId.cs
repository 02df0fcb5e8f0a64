using System.Diagnostics.CodeAnalysis;

namespace Pando.Model.NetworkFilters;

/// <summary>A network filter's identity: its uuid.</summary>
/// <param name="Value">The uuid.</param>
public readonly record struct NetworkFilterId(Guid Value)
{
    /// <summary>A new random (version 4) uuid.</summary>
    public static NetworkFilterId New() => new(Guid.NewGuid());

    /// <summary>Reads the forms libvirt accepts: with or without hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NetworkFilterId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new NetworkFilterId(value);
        return good;
    }

    /// <summary>The uuid in its usual form: lower case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
