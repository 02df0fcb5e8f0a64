namespace Pando.Qemu.Arguments;

/// <summary>A file that was opened for a device, as QEMU is told of it.</summary>
/// <param name="Name">What stands where QEMU wants a file name.</param>
/// <param name="Arguments">What must stand before the argument that uses the name.</param>
internal sealed record HostFile(string Name, IReadOnlyList<QemuArgument> Arguments)
{
    /// <summary>Hands over the opened file of that key.</summary>
    /// <param name="key">What <see cref="DeviceFiles"/> calls it.</param>
    /// <param name="path">Where it is, for who looks into QEMU.</param>
    /// <param name="context">Where it is found.</param>
    public static HostFile Of(string key, string path, ArgumentContext context)
    {
        var handle = context.Opened.Files.GetValueOrDefault(key) ?? throw new ArgumentException($"{path} was not opened for {key}.", nameof(key));
        string name = context.Table.AddSet(handle, path, out QemuArgument argument);
        return new HostFile(name, [argument]);
    }
}
