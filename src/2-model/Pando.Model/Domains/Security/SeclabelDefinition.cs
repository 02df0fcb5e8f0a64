namespace Pando.Model.Domains;

/// <summary>
/// How one security driver of the host (SELinux, AppArmor, DAC) labels a machine's process and files. A machine has at
/// most one for each driver; a driver without one labels by its own rules.
/// </summary>
public sealed record SeclabelDefinition
{
    /// <summary>Where the label comes from.</summary>
    public SeclabelType Type { get; init; } = SeclabelType.Dynamic;

    /// <summary>The driver: <c>selinux</c>, <c>apparmor</c>, <c>dac</c>; <c>none</c> stands for any, with <see cref="SeclabelType.None"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the machine's files are labelled too, and get their old labels back when it ends.</summary>
    public bool Relabel { get; init; } = true;

    /// <summary>
    /// The process's label, in the driver's form (<c>system_u:system_r:svirt_t:s0:c1,c2</c>, <c>+107:+107</c>): what a static
    /// one was given, what a dynamic one has while the machine runs.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>What a dynamic label is made from; null for the driver's own.</summary>
    public string? BaseLabel { get; init; }

    /// <summary>The label of the machine's files while it runs.</summary>
    public string? ImageLabel { get; init; }
}

/// <summary>Where a security label comes from.</summary>
public enum SeclabelType
{
    /// <summary>One that no other machine has is made for each run.</summary>
    Dynamic,

    /// <summary>It is named, and every run has it.</summary>
    Static,

    /// <summary>The driver leaves the machine alone.</summary>
    None,
}

/// <summary>How one security driver labels a single file or socket of a machine, against what the machine says.</summary>
public sealed record DeviceSeclabel
{
    /// <summary>The driver; null means all of them.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it is labelled; null leaves it to the machine.</summary>
    public bool? Relabel { get; init; }

    /// <summary>Written by libvirt of a file whose label could not be set, on a network file system for one.</summary>
    public bool? LabelSkip { get; init; }

    /// <summary>The label; null for the machine's own.</summary>
    public string? Label { get; init; }
}
