using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Tests.Saving;

/// <summary>What the tests of saved machines do again and again.</summary>
internal static class Saves
{
    public static async Task<DomainView> RunningAsync(this Engine engine, string name = "one", string extra = "", bool paused = false)
    {
        var view = await engine.Domains.DefineAsync(Definitions.Empty(name, extra), null, Caller.Daemon);
        return await engine.DoAsync(view.Id, new StartRequest(paused));
    }

    public static Task<DomainView> DoAsync(this Engine engine, DomainId id, DomainRequest request) =>
        engine.Domains.Request(id, request, Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    public static Task<DomainView> SaveAsync(this Engine engine, DomainId id, SaveOrder? order = null) =>
        engine.DoAsync(id, new SaveRequest(order ?? new SaveOrder { Path = engine.SavePath() }));

    public static async Task<DomainView> RestoreAsync(this Engine engine, RestoreOrder? order = null) =>
        await (await engine.Domains.RestoreSavedAsync(order ?? new RestoreOrder { Path = engine.SavePath() }, Caller.Daemon)).Completion.WaitAsync(Engine.Limit);

    public static string SavePath(this Engine engine) => Path.Combine(engine.Root, "one.save");

    /// <summary>All files of the instance whose name says that they are not whole.</summary>
    public static IReadOnlyList<string> Halves(this Engine engine) =>
        [.. Directory.EnumerateFiles(engine.Root, "*", SearchOption.AllDirectories).Where(path => path.EndsWith(".part", StringComparison.Ordinal))];

    /// <summary>Waits until the machine is as wanted.</summary>
    public static async Task UntilAsync(this Engine engine, Predicate<DomainView> condition)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition(engine.Domains.Get("one")))
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }
}
