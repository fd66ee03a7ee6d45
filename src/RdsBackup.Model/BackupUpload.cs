namespace RdsBackup;

/// <summary>An upload in S3 that a copy began and nobody finished. Its parts cost storage until it is removed.</summary>
public sealed class BackupUpload
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Key of the object that was to be.</summary>
    public required string Key { get; init; }

    /// <summary>S3's id of the upload.</summary>
    public required string UploadId { get; init; }

    /// <summary>When the upload was begun (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a part arrived or the journal was written for the last time (UTC).</summary>
    public required DateTimeOffset LastActivity { get; init; }

    /// <summary>How many parts S3 has.</summary>
    public required int PartCount { get; init; }

    /// <summary>Bytes of those parts.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whether a journal names this upload, so that a copy could go on with it.</summary>
    public required bool HasJournal { get; init; }

    /// <summary>Destination and id.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key} ({UploadId})";
}
