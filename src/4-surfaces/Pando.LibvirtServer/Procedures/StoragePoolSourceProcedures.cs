using System.Xml.Linq;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which kinds of pools there can be, and of what (<see href="https://libvirt.org/formatstoragecaps.html"/>).</summary>
internal sealed class StoragePoolSourceProcedures
{
    private static readonly string[] Formats = ["raw", "qcow2"];

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectGetStoragePoolCapabilities, (_, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            return new ConnectGetStoragePoolCapabilitiesRet(Capabilities());
        });
        table.Add(RemoteProgram.ConnectFindStoragePoolSources, (_, arguments) => Sources(arguments));
    }

    private static ConnectFindStoragePoolSourcesRet Sources(ConnectFindStoragePoolSourcesArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        throw arguments.Type == PoolDefinition.DirKind || PoolXml.KindsThatAreNot.Contains(arguments.Type, StringComparer.Ordinal)
            ? new LibvirtRefusal(LibvirtErrorNumber.NoSupport, LibvirtErrorDomain.Storage, $"pool type '{arguments.Type}' does not support source discovery")
            : new LibvirtRefusal(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Storage, $"unknown storage pool type {arguments.Type}");
    }

    private static string Capabilities() => new XElement(
        "storagepoolCapabilities",
        new XElement(
            "pool",
            new XAttribute("type", PoolDefinition.DirKind),
            new XAttribute("supported", "yes"),
            new XElement(
                "volOptions",
                new XElement("defaultFormat", new XAttribute("type", Formats[0])),
                new XElement("enum", new XAttribute("name", "targetFormatType"), Formats.Select(format => new XElement("value", format))))),
        PoolXml.KindsThatAreNot.Select(kind => new XElement("pool", new XAttribute("type", kind), new XAttribute("supported", "no")))).ToString() + "\n";
}
