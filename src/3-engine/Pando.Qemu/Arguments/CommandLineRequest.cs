using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Arguments;

/// <summary>What a command line is made of.</summary>
/// <param name="Definition">The machine, with every address assigned, firmware resolved and paths filled in.</param>
/// <param name="Capabilities">Of the QEMU that is to run it.</param>
/// <param name="Accelerator">What runs its instructions.</param>
/// <param name="Descriptors">What was opened for it.</param>
/// <param name="StartedAt">When it starts, in the host's time zone: clocks other than UTC are set from it.</param>
public sealed record CommandLineRequest(
    DomainDefinition Definition,
    QemuCapabilities Capabilities,
    Accelerator Accelerator,
    GuestDescriptors Descriptors,
    DateTimeOffset StartedAt)
{
    /// <summary>The devices that arguments are made for, where it is not all of the machine's: those that are plugged into it later.</summary>
    public DomainDevices? Only { get; init; }

    /// <summary>Where QEMU may make the files that hold a guest's memory (<c>&lt;source type='file'/&gt;</c>).</summary>
    public string MemoryDirectory { get; init; } = "/var/tmp";

    /// <summary>What the host's firmware tells of its maker; only for a machine that shows it (<c>&lt;smbios mode='host'/&gt;</c>).</summary>
    public SmbiosInfo? HostSmbios { get; init; }

    /// <summary>The number of the first set of descriptors; a QEMU that runs has some already.</summary>
    public int FirstSet { get; init; } = 1;

    /// <summary>Whether the machine's state comes in over QMP instead of its guest booting.</summary>
    public bool Incoming { get; init; }
}
