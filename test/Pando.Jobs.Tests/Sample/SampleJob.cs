using Pando.Model.Jobs;

namespace Pando.Jobs.Tests.Sample;

/// <summary>Makes three things, a step each; the last one's name is only known once the job runs.</summary>
internal sealed class SampleJob(World world, JobRecovery recovery) : JobKind
{
    public const string KindName = "sample.make";

    public static readonly string[] Steps = ["make-tap", "make-disk", "run"];

    public override string Name => KindName;

    public override JobRecovery Recovery => recovery;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        [new MakeThing(world, Steps[0], "tap"), new MakeThing(world, Steps[1], "disk"), new MakeNamed(world, Steps[2])];

    /// <summary>What the world looks like when it is done.</summary>
    public static void AssertDone(World world)
    {
        Assert.Equal(["disk", "tap"], world.Things.Where(thing => !thing.StartsWith("named-", StringComparison.Ordinal)));
        Assert.Equal(3, world.Things.Count);
    }
}

/// <summary>Makes a thing of a known name.</summary>
internal sealed class MakeThing(World world, string name, string thing) : JobStep
{
    public override string Name => name;

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        // A real step waits for something; so that others run in between.
        await Task.Yield();
        world.Make(thing);
        job.SetResult(name, thing);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        world.Remove(thing);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Makes a thing whose name is chosen when it is made: noted before, so that the undo finds it.</summary>
internal sealed class MakeNamed(World world, string name) : JobStep
{
    public override string Name => name;

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (!job.Notes.TryGetValue("named", out var named))
        {
            named = $"named-{Guid.NewGuid():N}";
            await job.NoteAsync("named", named, cancellationToken);
        }
        world.Make(named);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (job.Notes.TryGetValue("named", out var named))
        {
            world.Remove(named);
        }
        return ValueTask.CompletedTask;
    }
}
