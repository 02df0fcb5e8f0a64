using System.Runtime.InteropServices;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Arguments;

/// <summary>What every kind of device may look at when its arguments are made.</summary>
internal sealed class ArgumentContext(CommandLineRequest request)
{
    public DomainDefinition Definition { get; } = DeviceAliases.Assign(request.Definition);

    public QemuCapabilities Capabilities { get; } = request.Capabilities;

    public MachineType Machine { get; } = request.Capabilities.Machine(
        request.Definition.Os.Machine ?? throw new ArgumentException("The defaults are not filled in.", nameof(request)));

    public bool UsesKvm { get; } = request.Accelerator == Accelerator.Kvm;

    public GuestDescriptors Opened { get; } = request.Descriptors;

    public DateTimeOffset StartedAt { get; } = request.StartedAt;

    /// <summary>Where QEMU makes the files that hold memory.</summary>
    public string MemoryDirectory { get; } = request.MemoryDirectory;

    /// <summary>What the host's firmware tells of its maker; null where it was not asked for, or tells nothing.</summary>
    public SmbiosInfo? HostSmbios { get; } = request.HostSmbios;

    public DescriptorTable Table { get; } = new(request.FirstSet);

    /// <summary>The devices that arguments are made for.</summary>
    public DomainDevices? Only { get; } = request.Only;

    /// <summary>Whether the machine's state comes in from elsewhere.</summary>
    public bool Incoming { get; } = request.Incoming;

    /// <summary>Whether the machine is one of PCI Express (q35), else of PCI (i440fx).</summary>
    public bool IsExpress => DeviceAliases.IsExpress(Definition);

    /// <summary>A device of this driver, refused when QEMU does not have it.</summary>
    public JsonForm Device(string driver, Device device)
    {
        Capabilities.Require(driver);
        return JsonForm.Device(driver, Alias(device));
    }

    /// <summary>The file that was opened for a device under its own alias.</summary>
    public SafeHandle File(Device device) =>
        Opened.Files.GetValueOrDefault(DeviceFiles.Key(device)) ?? throw new ArgumentException($"Nothing was opened for {Alias(device)}.", nameof(device));

    /// <summary>Makes sure that QEMU can make an object of that type.</summary>
    public void RequireObject(string type)
    {
        if (!Capabilities.Objects.Contains(type))
        {
            throw new CallerException(ErrorCodes.Qemu.MissingDevice, ("device", type), ("path", Capabilities.Binary.Path));
        }
    }

    public static string Alias(Device device) =>
        device.Alias?.Name ?? throw new ArgumentException($"{device} has no alias.", nameof(device));
}
