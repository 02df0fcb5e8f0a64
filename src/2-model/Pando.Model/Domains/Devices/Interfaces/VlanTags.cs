namespace Pando.Model.Domains.Devices;

/// <summary>The VLANs of an interface.</summary>
/// <param name="Trunk">Whether the guest sees the tags itself; always so with more than one.</param>
/// <param name="Tags">The VLANs, at least one.</param>
public sealed record VlanTags(bool Trunk, EquatableArray<VlanTag> Tags);

/// <summary>One VLAN.</summary>
/// <param name="Id">Its number, at most 4095.</param>
/// <param name="Native">How packets without a tag are seen, for the one VLAN they belong to.</param>
public sealed record VlanTag(int Id, NativeVlan? Native = null);

/// <summary>How packets of the VLAN that needs no tag leave.</summary>
public enum NativeVlan
{
    /// <summary>With a tag.</summary>
    Tagged,

    /// <summary>Without one.</summary>
    Untagged,
}
