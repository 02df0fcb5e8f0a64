using System.Diagnostics.CodeAnalysis;

namespace Pando.Model.Domains;

/// <summary>A machine's identity: its uuid, which survives renames and moves between hosts.</summary>
/// <param name="Value">The uuid.</param>
public readonly record struct DomainId(Guid Value)
{
    /// <summary>A new random (version 4) uuid.</summary>
    public static DomainId New() => new(Guid.NewGuid());

    /// <summary>Reads the forms libvirt accepts: with or without hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DomainId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new DomainId(value);
        return good;
    }

    /// <summary>The uuid in its usual form: lower case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
