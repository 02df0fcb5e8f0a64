using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Channels: named ports of a virtio-serial controller.</summary>
internal static class ChannelArguments
{
    public static IEnumerable<QemuArgument> Of(ChannelDevice channel, ArgumentContext context) =>
    [
        CharacterBackendArguments.Of(channel.Backend, channel, context),
        context.Device("virtserialport", channel)
            .Add("chardev", CharacterBackendArguments.Id(channel))
            .Add("name", channel.Name)
            .At(channel, context)
            .As("-device"),
    ];
}
