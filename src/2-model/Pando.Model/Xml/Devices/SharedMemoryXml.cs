using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>shmem</c> element.</summary>
internal static class SharedMemoryXml
{
    private const long MiB = 1 << 20;

    public static SharedMemoryDevice Read(ElementReader shmem)
    {
        var name = shmem.RequiredAttribute("name");
        // It becomes the name of a file.
        if (name.Contains('/', StringComparison.Ordinal) || name is "." or ".." || name.Any(char.IsControl))
        {
            throw shmem.BadValue("name", name, "≠ '/', '.', '..'");
        }
        shmem.Claim("shmem", name);
        var read = new SharedMemoryDevice
        {
            Name = name,
            Role = shmem.Word<SharedMemoryRole>("role"),
            Model = shmem.Child("model")?.Word<SharedMemoryModel>("type") ?? SharedMemoryModel.Ivshmem,
            SizeMiB = shmem.Child("size") is { } size ? Size(size) : null,
            Server = shmem.Child("server") is { } server ? new SharedMemoryServer(server.Path("path")) : null,
            Interrupts = shmem.Child("msi") is { } msi ? new SharedMemoryInterrupts(msi.Number("vectors", 1, 2048), msi.OnOff("ioeventfd")) : null,
            Alias = PlaceXml.Alias(shmem),
            AcpiIndex = PlaceXml.AcpiIndex(shmem),
            Address = PlaceXml.Address(shmem, "pci", "pci"),
        };
        Check(read, shmem);
        return read;
    }

    public static XElement Write(SharedMemoryDevice shmem, DomainXmlOptions options) => new("shmem",
        Attribute("name", shmem.Name), Word("role", shmem.Role),
        new XElement("model", Word<SharedMemoryModel>("type", shmem.Model)),
        shmem.SizeMiB is { } size ? new XElement("size", Attribute("unit", "M"), size.ToString(CultureInfo.InvariantCulture)) : null,
        shmem.Server is { } server ? new XElement("server", Attribute("path", server.Path)) : null,
        shmem.Interrupts is { } msi ? new XElement("msi", Attribute("vectors", msi.Vectors), OnOff("ioeventfd", msi.IoEventFd)) : null,
        PlaceXml.Write(shmem, options));

    private static void Check(SharedMemoryDevice shmem, ElementReader element)
    {
        // Without a server there is nobody to ring; without interrupts a server has nothing to do.
        if (shmem.Model == SharedMemoryModel.Plain && (shmem.Server is not null || shmem.Interrupts is not null))
        {
            throw element.RequiredChild(shmem.Server is null ? "msi" : "server").Conflict("model type='ivshmem-plain'");
        }
        if (shmem.Model == SharedMemoryModel.Doorbell && shmem.Server is null)
        {
            throw element.Missing("server");
        }
        if (shmem.Model == SharedMemoryModel.Doorbell && shmem.SizeMiB is not null)
        {
            throw element.RequiredChild("size").Conflict("server");
        }
    }

    private static int Size(ElementReader size)
    {
        var bytes = ScaledBytes.Read(size);
        return bytes % MiB == 0 && BitOperations.IsPow2(bytes) && bytes / MiB <= int.MaxValue
            ? (int)(bytes / MiB)
            : throw size.BadValue(null, size.RequiredText(), "2ⁿ MiB");
    }
}
