using Pando.Host.Files;
using Pando.Model;

namespace Pando.Host.Tests;

/// <summary>A tree of files that looks like a host, and a fake for what is not in files.</summary>
internal sealed class MadeUpHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-host-").FullName;

    public MadeUpHost()
    {
        Root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        Paths = InstancePaths.Under(Path.Combine(_folder, "instance"));
        Settings = new HostSettings { Paths = Paths, ProbeProgram = "/nowhere/probe", Root = Root };
    }

    public string Root { get; }

    public InstancePaths Paths { get; }

    public HostSettings Settings { get; set; }

    public FakeInquiry Inquiry { get; } = new();

    public HostFiles Files => new(Root);

    public HostView View => new(Settings, Files, Inquiry) { IsX86 = true };

    public string PathOf(string path) => Path.Join(Root, path);

    public MadeUpHost With(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), content);
        return this;
    }

    public MadeUpHost WithFolder(string path)
    {
        Directory.CreateDirectory(PathOf(path));
        return this;
    }

    public MadeUpHost WithProcessor(string vendor, params string[] flags) =>
        With("/proc/cpuinfo", $"processor\t: 0\nvendor_id\t: {vendor}\nmodel name\t: Made Up 3000\ncpu MHz\t\t: 2400.500\nflags\t\t: fpu {string.Join(' ', flags)}\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
