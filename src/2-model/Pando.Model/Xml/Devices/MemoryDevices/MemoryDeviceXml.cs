using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>memory</c> element of a device.</summary>
internal static class MemoryDeviceXml
{
    private const int MostNode = 127;

    public static MemoryDevice Read(ElementReader memory)
    {
        var model = memory.RequiredWord<MemoryModel>("model");
        var source = memory.Child("source");
        var target = memory.RequiredChild("target");
        var isFile = model is MemoryModel.Nvdimm or MemoryModel.VirtioPmem;
        var isParts = model == MemoryModel.VirtioMem;
        var read = new MemoryDevice
        {
            Model = model,
            Access = memory.Word<MemoryDeviceAccess>("access"),
            Discard = memory.YesNo("discard"),
            Uuid = memory.Child("uuid") is { } uuid ? Id(uuid) : null,
            PageSizeKiB = isFile ? null : KiB(source?.Child("pagesize")),
            HostNodes = isFile ? null : source?.Child("nodemask") is { } nodes ? Nodes(nodes) : null,
            Path = isFile ? source?.Child("path")?.TextPath() : null,
            AlignSizeKiB = isFile ? KiB(source?.Child("alignsize")) : null,
            PersistentMemory = isFile && source?.Flag("pmem") == true,
            SizeKiB = KiB(target.RequiredChild("size")) ?? throw target.Missing("size"),
            Node = target.Child("node") is { } node ? (int)node.TextNumber(0, MostNode) : null,
            BlockKiB = isParts ? KiB(target.Child("block")) : null,
            RequestedKiB = isParts ? KiB(target.Child("requested"), least: 0) : null,
            CurrentKiB = isParts ? KiB(target.Child("current"), least: 0) : null,
            LabelKiB = model == MemoryModel.Nvdimm && target.Child("label") is { } label ? KiB(label.RequiredChild("size")) : null,
            ReadOnly = model == MemoryModel.Nvdimm && target.Flag("readonly"),
            Alias = PlaceXml.Alias(memory),
            AcpiIndex = IsOnPci(model) ? PlaceXml.AcpiIndex(memory) : null,
            Address = model == MemoryModel.SgxEpc ? null : IsOnPci(model) ? PlaceXml.Address(memory, "pci", "pci") : PlaceXml.Address(memory, "dimm", "dimm"),
        };
        MemoryDeviceRules.Check(read, memory);
        return read;
    }

    public static XElement Write(MemoryDevice memory, DomainXmlOptions options) => new("memory",
        Word<MemoryModel>("model", memory.Model), Word("access", memory.Access), YesNo("discard", memory.Discard),
        Text("uuid", memory.Uuid?.ToString()),
        UnlessEmpty("source",
            Text("nodemask", memory.HostNodes), Size("pagesize", memory.PageSizeKiB),
            Text("path", memory.Path), Size("alignsize", memory.AlignSizeKiB), Flag("pmem", memory.PersistentMemory)),
        new XElement("target",
            Size("size", memory.SizeKiB), Text("node", memory.Node?.ToString(CultureInfo.InvariantCulture)),
            Size("label", memory.LabelKiB) is { } label ? new XElement("label", new XElement("size", label.Attributes(), label.Value)) : null,
            Flag("readonly", memory.ReadOnly),
            Size("block", memory.BlockKiB), Size("requested", memory.RequestedKiB), options.Live ? Size("current", memory.CurrentKiB) : null),
        PlaceXml.Write(memory, options));

    private static bool IsOnPci(MemoryModel model) => model is MemoryModel.VirtioMem or MemoryModel.VirtioPmem;

    private static XElement? Size(string name, long? kib) =>
        kib is null ? null : new XElement(name, Attribute("unit", "KiB"), kib.Value.ToString(CultureInfo.InvariantCulture));

    private static long? KiB(ElementReader? element, long least = 1) => element is null ? null : ScaledKiB.Read(element, least);

    private static string Nodes(ElementReader nodes) =>
        nodes.TextPlain(static letter => char.IsAsciiDigit(letter) || letter is '-' or ',' or '^', "0-3,5,^2");

    private static Guid Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return Guid.TryParse(text, out var id) ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    }
}
