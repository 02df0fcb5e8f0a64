using System.Diagnostics.CodeAnalysis;

namespace Pando.Model.Pools;

/// <summary>A storage pool's identity: its uuid.</summary>
/// <param name="Value">The uuid.</param>
public readonly record struct PoolId(Guid Value)
{
    /// <summary>A new random (version 4) uuid.</summary>
    public static PoolId New() => new(Guid.NewGuid());

    /// <summary>Reads the forms libvirt accepts: with or without hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PoolId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new PoolId(value);
        return good;
    }

    /// <summary>The uuid in its usual form: lower case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
