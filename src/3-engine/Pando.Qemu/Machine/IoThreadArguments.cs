using System.Globalization;
using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The threads for the I/O of disks and controllers, and the workers of QEMU's main loop.</summary>
internal static class IoThreadArguments
{
    /// <summary>What QEMU calls the thread of that number; devices name it.</summary>
    public static string Name(int id) => string.Create(CultureInfo.InvariantCulture, $"iothread{id}");

    public static IEnumerable<QemuArgument> Of(ArgumentContext context) =>
    [
        .. context.Definition.DefaultIoThread is { } main ? [Main(main, context)] : Array.Empty<QemuArgument>(),
        .. context.Definition.IoThreads.Items.Select(thread => Thread(thread).As("-object")),
    ];

    /// <summary>The object of one thread; the same goes over QMP for one that is added later.</summary>
    public static JsonForm Thread(IoThreadDefinition thread) => JsonForm.Object("iothread", Name(thread.Id))
        .Add("thread-pool-min", thread.ThreadPoolMin)
        .Add("thread-pool-max", thread.ThreadPoolMax)
        .Add("poll-max-ns", thread.Polling?.MaxNanoseconds)
        .Add("poll-grow", thread.Polling?.Grow)
        .Add("poll-shrink", thread.Polling?.Shrink);

    private static QemuArgument Main(DefaultIoThread main, ArgumentContext context)
    {
        context.RequireObject("main-loop");
        return JsonForm.Object("main-loop", "main-loop").Add("thread-pool-min", main.ThreadPoolMin).Add("thread-pool-max", main.ThreadPoolMax).As("-object");
    }
}
