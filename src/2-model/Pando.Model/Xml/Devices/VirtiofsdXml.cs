using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>binary</c> element of a shared directory: how virtiofsd is run.</summary>
internal static class VirtiofsdXml
{
    // More threads than processors help nobody; the limit only keeps out what cannot be meant.
    private const int MostThreads = 4096;

    public static VirtiofsdOptions Read(ElementReader binary)
    {
        var locks = binary.Child("lock");
        return new VirtiofsdOptions
        {
            ProgramPath = binary.Path("path"),
            ExtendedAttributes = binary.OnOff("xattr"),
            Cache = binary.Child("cache")?.Word<VirtiofsCache>("mode"),
            Sandbox = binary.Child("sandbox")?.Word<VirtiofsSandbox>("mode"),
            PosixLocks = locks?.OnOff("posix"),
            Flocks = locks?.OnOff("flock"),
            Threads = binary.Child("thread_pool")?.Number("size", 0, MostThreads),
        };
    }

    public static XElement? Write(VirtiofsdOptions server) => UnlessEmpty("binary",
        Attribute("path", server.ProgramPath),
        OnOff("xattr", server.ExtendedAttributes),
        UnlessEmpty("cache", Word("mode", server.Cache)),
        UnlessEmpty("sandbox", Word("mode", server.Sandbox)),
        UnlessEmpty("lock", OnOff("posix", server.PosixLocks), OnOff("flock", server.Flocks)),
        UnlessEmpty("thread_pool", Attribute("size", server.Threads)));
}
