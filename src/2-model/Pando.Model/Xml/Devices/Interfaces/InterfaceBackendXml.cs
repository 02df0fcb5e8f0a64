using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>backend</c> element of an interface.</summary>
internal static class InterfaceBackendXml
{
    public static InterfaceBackend Read(ElementReader? backend) => backend is null ? new() : new InterfaceBackend
    {
        Program = backend.Word<UserNetworkProgram>("type") ?? UserNetworkProgram.Default,
        TapPath = backend.Path("tap"),
        VhostPath = backend.Path("vhost"),
        LogFile = backend.Path("logFile"),
    };

    public static XElement? Write(InterfaceBackend backend) => UnlessEmpty("backend",
        backend.Program == UserNetworkProgram.Default ? null : Word<UserNetworkProgram>("type", backend.Program),
        Attribute("tap", backend.TapPath), Attribute("vhost", backend.VhostPath), Attribute("logFile", backend.LogFile));
}
