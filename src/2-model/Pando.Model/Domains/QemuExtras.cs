namespace Pando.Model.Domains;

/// <summary>
/// What a definition says past libvirt's own elements, in QEMU's namespace: Pando hands it on and cannot answer for it, so
/// that a machine that uses it is tainted.
/// </summary>
public sealed record QemuExtras
{
    /// <summary>Words for the end of QEMU's command line.</summary>
    public EquatableArray<string> Arguments { get; init; }

    /// <summary>Variables of QEMU's environment.</summary>
    public EquatableArray<EnvironmentVariable> Environment { get; init; }

    /// <summary>Flags that libvirt is to believe QEMU has.</summary>
    public EquatableArray<string> AddedCapabilities { get; init; }

    /// <summary>Flags that libvirt is to believe QEMU has not.</summary>
    public EquatableArray<string> RemovedCapabilities { get; init; }

    /// <summary>What QEMU does about things it advises against; null for nothing.</summary>
    public DeprecationBehavior? Deprecation { get; init; }

    /// <summary>Properties of devices that are given to QEMU otherwise than Pando would.</summary>
    public EquatableArray<DeviceOverride> Overrides { get; init; }

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => this == new QemuExtras();
}

/// <summary>A variable of a process's environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null is empty.</param>
public sealed record EnvironmentVariable(string Name, string? Value);

/// <summary>What QEMU does about things it advises against.</summary>
public enum DeprecationBehavior
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It leaves them out of its answers.</summary>
    Omit,

    /// <summary>It also refuses them.</summary>
    Reject,

    /// <summary>It also ends itself.</summary>
    Crash,
}

/// <summary>The properties of one device that are given to QEMU otherwise.</summary>
/// <param name="Alias">The device.</param>
/// <param name="Properties">What is changed.</param>
public sealed record DeviceOverride(string Alias, EquatableArray<PropertyOverride> Properties);

/// <summary>A property of a device that is given to QEMU otherwise.</summary>
/// <param name="Name">In QEMU's words.</param>
/// <param name="Kind">Of which kind its value is.</param>
/// <param name="Value">The value; null where it is left out.</param>
public sealed record PropertyOverride(string Name, PropertyKind Kind, string? Value);

/// <summary>Of which kind a property's value is.</summary>
public enum PropertyKind
{
    /// <summary>A text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Signed,

    /// <summary>A whole number that is not negative.</summary>
    Unsigned,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>None: the property is left out.</summary>
    Remove,
}
