"""Classifiers are known by the keys of the weights that torchvision publishes."""

import pytest
import torch
from published import published_state
from safetensors.torch import save_file

from vidcolor.devices import choose_compute
from vidcolor.encoders import encoder_kind, load_rgb_encoder
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.classifiers import load_classifier

CPU = choose_compute("cpu", precision="fp32")


def test_inception_says_what_is_in_a_picture(tmp_path):
    path = tmp_path / "inception.pth"
    torch.save(published_state("inception_v3"), path)
    classifier = load_classifier(path, CPU)
    assert classifier.label.startswith("Inception v3, ")
    said = classifier.probabilities(torch.rand(1, 3, 64, 64))
    assert said.shape == (1, 1000)
    assert said.sum() == pytest.approx(1, abs=1e-4)


def test_features_of_vgg_are_no_classifier_but_compare_pictures(tmp_path):
    path = tmp_path / "vgg16.safetensors"
    save_file(published_state("vgg16", without=("classifier.",)), path)
    with pytest.raises(VidcolorError, match="no classifier"):
        load_classifier(path, CPU)
    assert encoder_kind(path) == "vgg16"
    encoder = load_rgb_encoder(path, torch.device("cpu"))
    features = encoder(torch.rand(1, 3, 32, 32))
    assert [feature.shape[1:] for feature in features] == [
        (64, 32, 32),
        (128, 16, 16),
        (256, 8, 8),
        (512, 4, 4),
    ]
    assert encoder.strides == (1, 2, 4, 8)
    assert encoder.name == "VGG16 stride 8"


def test_vgg19_looks_deeper_and_cut_weights_are_refused(tmp_path):
    path = tmp_path / "vgg19.pth"
    state = published_state("vgg19", without=("classifier.",))
    torch.save(state, path)
    assert load_rgb_encoder(path, torch.device("cpu")).name == "VGG19 stride 8"
    del state["features.0.weight"]
    torch.save(state, path)
    with pytest.raises(VidcolorError, match="no encoder"):
        load_rgb_encoder(path, torch.device("cpu"))


def test_the_kinds_of_resnets_are_told_apart(tmp_path):
    path = tmp_path / "resnet18.pth"
    torch.save(published_state("resnet18"), path)
    assert encoder_kind(path) == "resnet18"
    with pytest.raises(VidcolorError, match="no encoder"):
        load_rgb_encoder(path, torch.device("cpu"))  # nobody compares pictures by it
