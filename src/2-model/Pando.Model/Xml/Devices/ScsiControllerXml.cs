using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>controller type='scsi'</c>.</summary>
internal static class ScsiControllerXml
{
    public static ScsiController Read(ElementReader controller)
    {
        // "auto" is what its absence means.
        var model = controller.Attribute("model") == "auto" ? null : controller.Word<ScsiControllerModel>("model");
        var driver = controller.Child("driver");
        var read = new ScsiController
        {
            Model = model,
            Queues = driver?.Number("queues", 1, 1024),
            RequestsOfUnit = driver?.Number("cmd_per_lun", 1),
            MostSectors = driver?.Number("max_sectors", 1),
            IoEventFd = driver?.OnOff("ioeventfd"),
            IoThread = driver?.Number("iothread", 1),
            Virtio = VirtioOptionsXml.Read(driver),
        };
        var plain = new ScsiController { Model = model };
        return model?.IsVirtio() == true || read == plain ? read : throw driver!.Conflict("controller/@model='virtio-scsi'");
    }

    public static XObject?[] Write(ScsiController scsi) =>
    [
        UnlessEmpty("driver",
        [
            Attribute("queues", scsi.Queues), Attribute("cmd_per_lun", scsi.RequestsOfUnit), Attribute("max_sectors", scsi.MostSectors),
            OnOff("ioeventfd", scsi.IoEventFd), Attribute("iothread", scsi.IoThread), .. VirtioOptionsXml.Write(scsi.Virtio),
        ]),
    ];
}
