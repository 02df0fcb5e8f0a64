using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml;

/// <summary>A disk or controller names an I/O thread that the machine has.</summary>
internal static class IoThreadUses
{
    public static void Check(ElementReader domain, DomainDefinition definition)
    {
        if (domain.Child("devices") is not { } devices)
        {
            return;
        }
        var there = definition.IoThreads.Items.Select(thread => thread.Id).ToHashSet();
        var disks = devices.Children("disk").Zip(definition.Devices.Disks.Items, (element, disk) => (element, disk.Driver.IoThread));
        var controllers = devices.Children("controller").Where(element => element.Attribute("type") == "scsi")
            .Zip(definition.Devices.Controllers.Items.OfType<ScsiController>(), (element, scsi) => (element, scsi.IoThread));
        foreach (var (element, thread) in disks.Concat(controllers))
        {
            if (thread is { } number && !there.Contains(number))
            {
                throw element.RequiredChild("driver").BadValue(
                    "iothread", number.ToString(CultureInfo.InvariantCulture), there.Count == 0 ? "/domain/iothreads" : string.Join(" | ", there.Order()));
            }
        }
    }
}
