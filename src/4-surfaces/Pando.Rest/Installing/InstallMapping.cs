using System.Collections.Immutable;
using Pando.Api.Install;
using Pando.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Installing;

/// <summary>Turns the contract's request into the engine's order. What this version has no way to do is refused by its name.</summary>
internal static class InstallMapping
{
    private const long DefaultMemoryKiB = 1024 * 1024;
    private const int DefaultVcpus = 1;

    /// <summary>The order but for what must be looked up: its disks and its seed.</summary>
    public static InstallOrder Of(InstallRequest request)
    {
        RefuseUnsupported(request);
        return new InstallOrder
        {
            Name = request.Name,
            MemoryKiB = request.MemoryKiB ?? DefaultMemoryKiB,
            Vcpus = request.Vcpus ?? DefaultVcpus,
            OsVariant = request.OsVariant,
            CdRom = request.Cdrom,
            Kernel = request.Boot is { Kernel: { } kernel } boot ? new InstallKernel(kernel, boot.Initrd, boot.KernelArguments) : null,
            Uefi = Uefi(request.Boot?.Firmware),
            Boot = request.Boot?.Order?.ToImmutableArray() ?? [],
            Networks = request.Networks?.Select(network => network.Type).ToImmutableArray() ?? ["user"],
            Graphics = request.Graphics is null or [{ Type: "vnc" }] ? "vnc" : "none",
            Start = !request.NoStart,
            Autostart = request.Autostart,
        };
    }

    /// <summary>A wish that this version cannot fulfil.</summary>
    public static CallerException Unsupported(string what) => new(ErrorCodes.Request.Unsupported, ("what", what));

    private static bool Uefi(string? firmware) => firmware switch
    {
        null or "bios" => false,
        "efi" => true,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", "boot.firmware"), ("reason", $"{firmware} (bios, efi)")),
    };

    private static void RefuseUnsupported(InstallRequest request)
    {
        string?[] wishes =
        [
            request.Uuid is null ? null : "uuid",
            request.Title is null ? null : "title",
            request.Description is null ? null : "description",
            request.Cpu is null ? null : "cpu",
            request.MachineType is null or "q35" ? null : "machineType",
            request.Location is null ? null : "location",
            request.Networks?.Any(network => network is not { Mac: null, Model: null or "virtio" }) == true ? "networks.model, networks.mac" : null,
            request.Graphics is null or [] or [{ Type: "vnc", Listen: null, Port: null }] ? null : "graphics",
        ];
        if (wishes.FirstOrDefault(wish => wish is not null) is { } unsupported)
        {
            throw Unsupported(unsupported);
        }
    }
}
