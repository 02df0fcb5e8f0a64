using FsCheck;
using FsCheck.Fluent;
using Pando.Jobs.Tests.Sample;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests;

/// <summary>Whatever goes wrong and when: the world is as before or as done, or the job says what is left.</summary>
public class JobProperties
{
    /// <summary>What goes wrong with one step, and at which writes the journal has no room.</summary>
    private sealed record Case((JobMoment Moment, bool Fails)[][] Steps, int? CancelAt, int[] FullAt)
    {
        public override string ToString() =>
            $"{string.Join(" | ", Steps.Select(step => string.Join(' ', step.Where(at => at.Fails).Select(at => at.Moment))))}, cancelled at {CancelAt}, full at {string.Join(' ', FullAt)}";
    }

    private static Gen<Case> Cases =>
        from fails in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(SampleJob.Steps.Length * 4)
        from cancelAt in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 2).Select(at => (int?)at)))
        from fullAt in Gen.Frequency((2, Gen.Constant<int[]>([])), (1, Gen.Choose(2, 9).ArrayOf(3)))
        select new Case([.. fails.Select((fail, i) => ((JobMoment)(i % 4), fail)).Chunk(4)], cancelAt, fullAt);

    [Fact]
    public void Any_outcomes_leave_the_world_as_before_or_as_done() =>
        Prop.ForAll(Cases.ToArbitrary(), one => HoldsAsync(one).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static async Task<bool> HoldsAsync(Case one)
    {
        await using var bench = new Bench { Between = store => new FlakyJournal(store, n => one.FullAt.Contains(n)) };
        await bench.StartAsync();
        var cancel = new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (step, i) in one.Steps.Select((step, i) => (step, i)))
        {
            foreach (var (moment, fails) in step)
            {
                var cancels = one.CancelAt == i && moment == JobMoment.BeforeDo;
                bench.Faults.At(SampleJob.Steps[i], moment, () =>
                {
                    if (cancels)
                    {
                        bench.Jobs.Cancel(bench.Jobs.List()[0].Id);
                    }
                    if (fails)
                    {
                        throw new IOException($"{moment} of {SampleJob.Steps[i]}");
                    }
                });
            }
        }
        var job = await bench.RunAsync();
        var record = await bench.Jobs.WaitAsync(job.Id)!.WaitAsync(Bench.Limit);
        Check(record, bench.World);

        // Without faults the next start ends what is stuck.
        await bench.RestartAsync();
        var after = bench.Jobs.Find(job.Id)!;
        Check(after, bench.World);
        return after.Phase != JobPhase.Stuck && (record.Phase == JobPhase.Done) == (after.Phase == JobPhase.Done);
    }

    private static void Check(JobRecord record, World world)
    {
        switch (record.Phase)
        {
            case JobPhase.Done:
                SampleJob.AssertDone(world);
                break;
            case JobPhase.Failed or JobPhase.Cancelled:
                Assert.Empty(world.Things);
                break;
            default:
                Assert.Equal((JobPhase.Stuck, ErrorCodes.Job.Stuck), (record.Phase, record.Failure!.Code));
                var left = record.Failure.Facts.Single(fact => fact.Name == "left").Value.Split(", ");
                Assert.Equal(SampleJob.Steps.Take(left.Length), left);
                // What is there is of steps that it names.
                Assert.True(world.Things.Count <= left.Length);
                break;
        }
    }
}
