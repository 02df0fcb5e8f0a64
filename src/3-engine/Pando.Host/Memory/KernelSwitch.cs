using Pando.Host.Files;
using Pando.Model.Errors;

namespace Pando.Host.Memory;

/// <summary>A file of /sys or /proc that takes a value.</summary>
internal static class KernelSwitch
{
    /// <exception cref="MachineryException"><c>host.not-changed</c></exception>
    public static void Set(HostFiles files, string path, string value)
    {
        try
        {
            // Never made where it is not there: that would be a file of its own on a made-up tree, and nothing on a real one.
            using var stream = new FileStream(files.PathOf(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            // One write(2): the kernel takes it as a whole.
            stream.Write(System.Text.Encoding.ASCII.GetBytes(value + "\n"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.Host.NotChanged, refused, ("path", path), ("value", value));
        }
    }
}
