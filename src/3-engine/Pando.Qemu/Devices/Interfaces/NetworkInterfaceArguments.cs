using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Devices.HostDevices;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.Interfaces;

/// <summary>Network interfaces: the host's side (-netdev), then the card.</summary>
internal static class NetworkInterfaceArguments
{
    public static IEnumerable<QemuArgument> Of(InterfaceDevice card, ArgumentContext context)
    {
        if (card.Source is HostCardSource)
        {
            return [HostPciArguments.Of(card, context)];
        }

        string host = $"host{ArgumentContext.Alias(card)}";
        return [.. InterfaceHostArguments.Of(card, host, context), Card(card, host, context).As("-device")];
    }

    private static JsonForm Card(InterfaceDevice card, string host, ArgumentContext context)
    {
        InterfaceModel model = card.Model ?? InterfaceModel.Virtio;
        if (card.Source is VhostUserNetworkSource && !model.IsVirtio())
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(card)), ("reason", "qemu.reason.needs-virtio-card"));
        }

        JsonForm form = context.Device(InterfaceModels.Driver(model), card);
        if (model.IsVirtio())
        {
            form = VirtioCardArguments.Add(form, card, context);
        }

        return form
            .Add("netdev", host)
            .Add("mac", card.Mac?.ToString())
            .Add("bootindex", context.BootIndexOf(card))
            .Add(card.Rom)
            .At(card, context);
    }
}
