using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Channels: named ports of a virtio-serial controller, or addresses of the user network.</summary>
internal static class ChannelArguments
{
    public static IEnumerable<QemuArgument> Of(ChannelDevice channel, ArgumentContext context) => channel.Forward is not null
        ? Forwarded(channel, context)
        :
        [
            .. CharacterBackendArguments.Of(channel.Backend, channel, context),
            context.Device("virtserialport", channel)
                .Add("chardev", CharacterBackendArguments.Id(channel))
                .Add("name", channel.Name ?? (channel.Backend is SpiceVmcBackend or VdAgentBackend ? ChannelDevice.SpiceAgentName : null))
                .At(channel, context)
                .As("-device"),
        ];

    /// <summary>What the user network of a machine's first such interface forwards.</summary>
    public static JsonForm[] Forwards(InterfaceDevice card, ArgumentContext context) =>
        ReferenceEquals(card, Carrier(context))
            ?
            [
                .. context.Definition.Devices.Channels.Items.Where(channel => channel.Forward is not null).Select(channel => new JsonForm().Add(
                    "str",
                    string.Create(CultureInfo.InvariantCulture, $"tcp:{channel.Forward!.Address}:{channel.Forward.Port}-chardev:{CharacterBackendArguments.Id(channel)}"))),
            ]
            : [];

    /// <summary>Only the host's end: the interface that carries the network is the device. QEMU makes such ends before networks.</summary>
    private static IEnumerable<QemuArgument> Forwarded(ChannelDevice channel, ArgumentContext context) => Carrier(context) is null
        ? throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(channel)), ("reason", "qemu.reason.no-user-network"))
        : CharacterBackendArguments.Of(channel.Backend, channel, context);

    private static InterfaceDevice? Carrier(ArgumentContext context) =>
        context.Definition.Devices.Interfaces.Items.FirstOrDefault(card => card is { Source: UserNetworkSource, Backend.Program: UserNetworkProgram.Default });
}
