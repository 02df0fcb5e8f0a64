using System.Collections.Immutable;
using Pando.Api.Install;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Installing;

/// <summary>Turns the contract's request into the engine's order. What this version has no way to do is refused by its name.</summary>
internal static class InstallMapping
{
    /// <summary>The order but for what must be looked up: its disks and its seed.</summary>
    public static Domains.InstallOrder Of(InstallRequest request)
    {
        RefuseNothing(request.Disks, "disks");
        RefuseNothing(request.Networks, "networks");
        RefuseNothing(request.Graphics, "graphics");
        RefuseNothing(request.Boot?.Order, "boot.order");
        RefuseNothing(request.CloudInit?.SshKeys, "cloudInit.sshKeys");
        RefuseNothing(request.CloudInit?.Packages, "cloudInit.packages");
        RefuseWhatCannotBeInstalled(request);
        var id = Id(request.Uuid);
        var order = new Domains.InstallOrder
        {
            Name = request.Name,
            Id = id,
            MemoryKiB = request.MemoryKiB,
            Vcpus = request.Vcpus,
            Machine = request.MachineType,
            Title = request.Title,
            Description = request.Description,
            Cpu = request.Cpu,
            OsVariant = request.OsVariant,
            CdRom = request.Cdrom,
            Location = request.Location,
            InstallerArguments = request.Location is null ? null : request.Boot?.KernelArguments,
            Kernel = request.Boot is { Kernel: { } kernel } boot ? new Domains.InstallKernel(kernel, boot.Initrd, boot.KernelArguments) : null,
            Uefi = Uefi(request.Boot?.Firmware),
            Boot = request.Boot?.Order?.ToImmutableArray() ?? [],
            Start = !request.NoStart,
            Autostart = request.Autostart,
        };
        // What is left out is left to the engine.
        return order with
        {
            Networks = request.Networks?.Select(Network).ToImmutableArray() ?? order.Networks,
            Graphics = request.Graphics?.Select(Screen).ToImmutableArray() ?? order.Graphics,
        };
    }

    /// <summary>A wish that this version cannot fulfil.</summary>
    public static CallerException Unsupported(string what) => new(ErrorCodes.Request.Unsupported, ("what", what));

    // The JSON reader refuses null for a member that must be something, and lets it through as an element of a list.
    private static void RefuseNothing<T>(IReadOnlyList<T>? list, string what)
        where T : class
    {
        if (list?.Contains(null!) == true)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", "null"));
        }
    }

    private static void RefuseWhatCannotBeInstalled(InstallRequest request)
    {
        if (request.Location is null)
        {
            return;
        }
        var other = request.Boot?.Kernel is not null ? "boot.kernel" : request.Cdrom is not null ? "cdrom" : null;
        if (other is not null)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "location"), ("reason", other));
        }
        if (request.NoStart)
        {
            // The installer's is the first run: a machine that is only defined would have nothing to boot from.
            throw Unsupported("location, noStart");
        }
    }

    private static DomainId? Id(string? uuid) => uuid switch
    {
        null => null,
        _ when DomainId.TryParse(uuid, out var id) => id,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", "uuid"), ("reason", uuid)),
    };

    private static bool? Uefi(string? firmware) => firmware switch
    {
        null => null,
        "bios" => false,
        "efi" => true,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", "boot.firmware"), ("reason", $"{firmware} (bios, efi)")),
    };

    private static Domains.InstallNetwork Network(InstallNetwork network) => new(network.Type, network.Model, network.Mac);

    private static Domains.InstallGraphics Screen(InstallGraphics screen) => new(screen.Type, screen.Listen, screen.Port);
}
