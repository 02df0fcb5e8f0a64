using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>PCI devices of the host (VFIO).</summary>
internal static class HostPciArguments
{
    private const string Driver = "vfio-pci";

    public static IEnumerable<QemuArgument> Of(HostPciDevice device, ArgumentContext context)
    {
        RequireVfio(device.Driver, ArgumentContext.Alias(device));
        if (device.WriteFiltering == false)
        {
            throw Refused(ArgumentContext.Alias(device), "qemu.reason.no-write-filtering");
        }

        // A device that may be absent, and is.
        return context.Opened.AbsentDevices.Contains(ArgumentContext.Alias(device)) ? [] :
        [
            context.Device(Driver, device)
                .Add("host", device.Host.ToString())
                .Add("bootindex", context.BootIndexOf(device))
                .Add("failover_pair_id", device.Teaming?.Persistent?.Name)
                .Add(device.Rom)
                .At(device, context)
                .As("-device"),
        ];
    }

    /// <summary>A card of the host as a network interface.</summary>
    public static QemuArgument Of(InterfaceDevice card, ArgumentContext context)
    {
        var source = (HostCardSource)card.Source;
        RequireVfio(source.Driver, ArgumentContext.Alias(card));
        return context.Device(Driver, card)
            .Add("host", source.Address.ToString())
            .Add("bootindex", context.BootIndexOf(card))
            .Add("failover_pair_id", card.Teaming?.Persistent?.Name)
            .Add(card.Rom)
            .At(card, context)
            .As("-device");
    }

    private static void RequireVfio(HostPciDriver? driver, string alias)
    {
        if (driver is not (null or HostPciDriver.Vfio))
        {
            throw Refused(alias, "qemu.reason.only-vfio");
        }
    }

    private static CallerException Refused(string alias, string reason) => new(ErrorCodes.Qemu.CannotExpress, ("what", alias), ("reason", reason));
}
