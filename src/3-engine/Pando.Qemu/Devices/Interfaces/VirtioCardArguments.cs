using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices.Interfaces;

/// <summary>What only a virtio card can be told.</summary>
internal static class VirtioCardArguments
{
    public static JsonForm Add(JsonForm form, InterfaceDevice card, ArgumentContext context)
    {
        InterfaceDriver driver = card.Driver;
        int queues = InterfaceHostArguments.Queues(card, context);
        return form
            .Add("tx", driver.TransmitMode switch { null => null, TransmitMode.Timer => "timer", _ => "bh" })
            .Add("ioeventfd", driver.IoEventFd)
            .Add("event_idx", driver.EventIndex)
            .Add("csum", driver.Host.Checksum)
            .Add("gso", driver.Host.Segmentation)
            .Add("host_tso4", driver.Host.Tso4)
            .Add("host_tso6", driver.Host.Tso6)
            .Add("host_ecn", driver.Host.Ecn)
            .Add("host_ufo", driver.Host.Ufo)
            .Add("mrg_rxbuf", driver.Host.MergeableBuffers)
            .Add("guest_csum", driver.Guest.Checksum)
            .Add("guest_tso4", driver.Guest.Tso4)
            .Add("guest_tso6", driver.Guest.Tso6)
            .Add("guest_ecn", driver.Guest.Ecn)
            .Add("guest_ufo", driver.Guest.Ufo)
            .Add("mq", queues > 1 ? true : null)
            // One for each queue of both directions, one for the control queue, one for changes of the configuration.
            .Add("vectors", queues > 1 ? (2 * queues) + 2 : null)
            .Add("rx_queue_size", driver.ReceiveQueueSize)
            .Add("tx_queue_size", driver.TransmitQueueSize)
            .Add("rss", driver.ReceiveSideScaling)
            .Add("hash", driver.HashReport)
            .Add("host_mtu", card.Mtu)
            .Add("failover", card.Teaming is { IsTransient: false } ? true : null)
            .Add(driver.Virtio);
    }
}
