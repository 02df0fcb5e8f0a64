using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>Network interfaces: the host's side (-netdev), then the card.</summary>
internal static class NetworkInterfaceArguments
{
    public static IEnumerable<QemuArgument> Of(InterfaceDevice card, ArgumentContext context)
    {
        string host = $"host{ArgumentContext.Alias(card)}";
        JsonForm netdev = card.Source switch
        {
            UserNetworkSource => new JsonForm().Add("type", "user").Add("id", host).Add("guestfwd", ChannelArguments.Forwards(card, context)),
            _ => throw new ArgumentOutOfRangeException(nameof(card), card.Source, "A network that has no arguments."),
        };
        JsonForm device = context.Device(Driver(card.Model), card)
            .Add("netdev", host)
            .Add("mac", card.Mac?.ToString())
            .Add("bootindex", context.BootIndexOf(card))
            .At(card, context);
        return [netdev.As("-netdev"), device.As("-device")];
    }

    private static string Driver(InterfaceModel? model) => model switch
    {
        InterfaceModel.E1000 => "e1000",
        InterfaceModel.E1000E => "e1000e",
        InterfaceModel.Rtl8139 => "rtl8139",
        InterfaceModel.Vmxnet3 => "vmxnet3",
        _ => "virtio-net-pci",
    };
}
